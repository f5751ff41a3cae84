using Linli.Platform.Results;

namespace Linli.People.Accounts;

/// <summary>Accounts as they begin.</summary>
internal static class NewAccounts
{
    public static Account Resident(Guid person, TimeProvider time, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        // Residents have no login; Identity wants a unique name all the same.
        return Begin(id, person, AccountKind.Resident, id.ToString("N"), time, now);
    }

    public static Account Staff(Guid person, string login, TimeProvider time, DateTimeOffset now) =>
        Begin(Guid.CreateVersion7(now), person, AccountKind.Staff, login, time, now);

    private static Account Begin(Guid id, Guid person, AccountKind kind, string login, TimeProvider time, DateTimeOffset now)
    {
        var account = new Account
        {
            Id = id,
            PersonId = person,
            Kind = kind,
            At = now,
            UserName = login,
            NormalizedUserName = Logins.Normal(login),
            ConcurrencyStamp = id.ToString("N"),
        };
        account.EndSignIns(time);
        return account;
    }
}

/// <summary>Login names of staff.</summary>
internal static class Logins
{
    /// <summary>The form in which they are compared.</summary>
    public static string Normal(string login) => login.Trim().ToUpperInvariant();

    public static readonly Problem Taken = Problem.Conflict("login_taken", "这个账号名已被使用。", "This login is taken.") with { Field = "login" };

    /// <summary>What is wrong with a new login: directories of employers use addresses, such as <c>li.na@heyi.gov.cn</c>.</summary>
    public static Problem? Check(string? login) =>
        login?.Trim() is { Length: >= 2 and <= 80 } text && text[0] != '-' && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@' or '+')
            ? null
            : Problem.Invalid("login", "login_invalid", "账号为 2–80 个字母、数字、点、连字符或 @。", "A login has 2–80 letters, digits, dots, hyphens or @.");
}
