using Linli.People;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;

namespace Linli.Cases.Report;

/// <summary>Keeps how to reach a reporter without an account: encrypted, shown masked.</summary>
internal sealed class ReporterContact(FieldCipher cipher, IPeople people, CurrentCaller current)
{
    /// <summary>Writes on a shop's own report which shop it was: staff know whom they answer, and neighbours do not read it.</summary>
    public async Task FillShop(Case item, CancellationToken cancel)
    {
        if (item.Reporter is not null && current.Value.Grants.FirstOrDefault(g => g is { Post: Posts.Merchant, Team: not null })?.Team is { } shop)
            item.ContactMask = (await people.Teams(cancel)).FirstOrDefault(t => t.Code == shop)?.Name.Zh;
    }

    /// <summary>Seals name and telephone number into the case.</summary>
    /// <returns>The problem when the number is none.</returns>
    public Problem? Fill(Case item, ReportCase request)
    {
        if (!string.IsNullOrWhiteSpace(request.ContactName))
            item.ContactName = cipher.Seal(request.ContactName.Trim());
        if (!string.IsNullOrWhiteSpace(request.ContactEmail))
            item.ContactEmail = cipher.Seal(request.ContactEmail.Trim());
        if (string.IsNullOrWhiteSpace(request.ContactPhone))
        {
            item.ContactMask = item.ContactName is not null ? Masked.Name(request.ContactName!.Trim())
                : item.ContactEmail is not null ? Masked.Name(request.ContactEmail!.Trim()) : null;
            return null;
        }

        // A number that another system passes on may be a foreign one; refusing the report for it would help nobody.
        var passedOn = request.Channel == CaseChannel.Open311 && request.ContactPhone.Trim().Length <= 40;
        if (!TryNormalise(request.ContactPhone, out var phone, out var why) && passedOn)
            phone = request.ContactPhone.Trim();
        else if (phone.Length == 0)
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
