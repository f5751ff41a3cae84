using Linli.Platform.Results;

namespace Linli.People.SignIn;

/// <summary>What a password of staff must be: long rather than odd-looking.</summary>
internal static class Passwords
{
    public const int MinLength = 10;

    public static Problem? Check(string? password, string login) => password switch
    {
        null or { Length: < MinLength or > 200 } => Problem.Invalid("newPassword", "password_length",
            $"密码至少 {MinLength} 个字符。", $"A password has at least {MinLength} characters."),
        _ when password.Distinct().Count() < 5 || password.Contains(login, StringComparison.OrdinalIgnoreCase) => Problem.Invalid("newPassword", "password_weak",
            "密码太容易被猜到，请换一个。", "This password is easy to guess: choose another."),
        _ => null,
    };
}
