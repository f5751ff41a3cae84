using Linli.Platform.Security;

namespace Linli.People.SignIn.Outside;

/// <summary>Keyed hashes by which walks and accounts of other houses are found.</summary>
internal static class OutsideHashes
{
    public static string Subject(FieldCipher cipher, string provider, string subject) => cipher.Hash("people.outside-subject", provider + "\0" + subject);

    public static string Session(FieldCipher cipher, string provider, string session) => cipher.Hash("people.outside-session", provider + "\0" + session);

    public static string Logout(FieldCipher cipher, string provider, string token) => cipher.Hash("people.outside-logout", provider + "\0" + token);

    /// <summary>What a page of ours puts into its link to a house: nobody else can begin linking in somebody's name.</summary>
    public static string Link(FieldCipher cipher, Guid account, DateOnly day) => cipher.Hash("people.outside-link", $"{account:N}{day:O}")[..32];

    public static string State(FieldCipher cipher, string state) => cipher.Hash("people.outside-state", state);

    public static string Browser(FieldCipher cipher, string secret) => cipher.Hash("people.outside-browser", secret);
}
