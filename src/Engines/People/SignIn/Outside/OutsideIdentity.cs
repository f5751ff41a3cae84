using System.Text.Json;
using Linli.Platform.Identity;

namespace Linli.People.SignIn.Outside;

/// <summary>Who another house says somebody is.</summary>
/// <param name="Subject">Their id there.</param>
/// <param name="Session">Their session there.</param>
/// <param name="Name">Full name.</param>
/// <param name="Phone">Eleven digits.</param>
/// <param name="PhoneVerified">Whether the house has verified the number.</param>
/// <param name="Verified">Whether it vouches for a real, verified person.</param>
internal sealed record OutsideIdentity(string Subject, string? Session, string? Name, string? Phone, bool PhoneVerified, bool Verified)
{
    /// <summary>Reads the claims as the provider names them.</summary>
    /// <exception cref="OutsideException">There is no id among them.</exception>
    public static OutsideIdentity Of(OutsideProvider provider, JsonElement claims)
    {
        if (At(claims, provider.SubjectClaim) is not { Length: > 0 and <= 255 } subject)
            throw new OutsideException("The house does not say who it is.");
        if (provider.ResultOnly)
            return new(subject, At(claims, "sid"), null, null, false, Truth(claims, provider.PhoneVerifiedClaim));
        var name = At(claims, provider.NameClaim)?.Trim();
        var phone = MobileNumber.TryParse(At(claims, provider.PhoneClaim), out var number, out _) ? number.Value : null;
        return new(
            subject, At(claims, "sid"), Me.PersonNames.Check(name) is null ? name : null, phone,
            phone is not null && Truth(claims, provider.PhoneVerifiedClaim), Verified: false);
    }

    private static string? At(JsonElement claims, string path) => Find(claims, path) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private static bool Truth(JsonElement claims, string path) => Find(claims, path) is { } found
        && (found.ValueKind == JsonValueKind.True || (found.ValueKind == JsonValueKind.String && found.GetString() is "true" or "1" or "Y"));

    private static JsonElement? Find(JsonElement from, string path)
    {
        if (path.Length == 0)
            return null;
        foreach (var step in path.Split('.'))
            if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(step, out from))
                return null;
        return from;
    }
}
