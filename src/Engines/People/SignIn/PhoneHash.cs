using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;

namespace Linli.People.SignIn;

/// <summary>Keyed hashes by which phones and their codes are found.</summary>
internal static class PhoneHash
{
    public static string Of(FieldCipher cipher, MobileNumber phone) => cipher.Hash("people.phone", phone.Value);

    public static string OfCode(FieldCipher cipher, string phoneHash, string code) => cipher.Hash("people.sign-in-code", phoneHash + code);
}

/// <summary>Phones that a request's own check has let through.</summary>
internal static class Phones
{
    public static MobileNumber Valid(string? text) =>
        MobileNumber.TryParse(text, out var phone, out _) ? phone : throw new ArgumentException("The request was not checked.", nameof(text));
}

/// <summary>What is wrong with a phone number, beside the field <c>phone</c>.</summary>
internal static class PhoneProblems
{
    public static Problem Of(PhoneProblem problem) =>
        new("phone_invalid", PhoneNumbers.Describe(problem), ProblemKind.Invalid, "phone");
}
