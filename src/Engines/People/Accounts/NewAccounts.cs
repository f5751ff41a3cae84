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
}
