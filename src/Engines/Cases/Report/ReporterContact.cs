using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;

namespace Linli.Cases.Report;

/// <summary>Keeps how to reach a reporter without an account: encrypted, shown masked.</summary>
internal sealed class ReporterContact(FieldCipher cipher)
{
    /// <summary>Seals name and telephone number into the case.</summary>
    /// <returns>The problem when the number is none.</returns>
    public Problem? Fill(Case item, ReportCase request)
    {
        if (!string.IsNullOrWhiteSpace(request.ContactName))
            item.ContactName = cipher.Seal(request.ContactName.Trim());
        if (string.IsNullOrWhiteSpace(request.ContactPhone))
        {
            item.ContactMask = item.ContactName is null ? null : Masked.Name(request.ContactName!.Trim());
            return null;
        }

        if (!TryNormalise(request.ContactPhone, out var phone, out var why))
            return new("cases.contact_phone", why, Field: "contactPhone");
        item.ContactPhone = cipher.Seal(phone);
        item.ContactMask = $"{Masked.Name(request.ContactName?.Trim())} {Masked.Phone(phone)}".Trim();
        return null;
    }

    private static bool TryNormalise(string text, out string phone, out Phrase why)
    {
        if (MobileNumber.TryParse(text, out var mobile, out var problem))
        {
            (phone, why) = (mobile.Value, default);
            return true;
        }

        var isLandline = Landline.TryParse(text, out var landline, out _);
        phone = landline?.Value ?? "";
        why = PhoneNumbers.Describe(problem);
        return isLandline;
    }
}
