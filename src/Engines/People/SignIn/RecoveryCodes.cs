using System.Security.Cryptography;
using Linli.Platform.Security;

namespace Linli.People.SignIn;

/// <summary>Ten codes for the drawer at home.</summary>
internal static class RecoveryCodes
{
    public const int Count = 10;

    // Without letters and digits that look alike on paper.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    public static string New() => RandomNumberGenerator.GetString(Alphabet, 5) + "-" + RandomNumberGenerator.GetString(Alphabet, 5);

    public static string HashOf(FieldCipher cipher, Guid account, string code) =>
        cipher.Hash("people.recovery-code", account.ToString() + code.Trim().ToLowerInvariant());
}
