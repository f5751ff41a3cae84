using Linli.Platform.Security;

namespace Linli.People.SignIn.Outside;

/// <summary>Keyed hashes by which walks and accounts of other houses are found.</summary>
internal static class OutsideHashes
{
    public static string Subject(FieldCipher cipher, string provider, string subject) => cipher.Hash("people.outside-subject", provider + "\0" + subject);

    public static string Session(FieldCipher cipher, string provider, string session) => cipher.Hash("people.outside-session", provider + "\0" + session);

    public static string State(FieldCipher cipher, string state) => cipher.Hash("people.outside-state", state);

    public static string Browser(FieldCipher cipher, string secret) => cipher.Hash("people.outside-browser", secret);
}
