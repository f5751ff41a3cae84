using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Installation;
using Linli.Platform.Results;
using Microsoft.AspNetCore.Identity;

namespace Linli.People.Accounts;

/// <summary>The administrator with whom an installation without the demo begins.</summary>
internal sealed class FirstAdministrator(LinliDb db, IPasswordHasher<Account> hasher, TimeProvider time) : IFirstAdministrator
{
    public Task<Result<Done>> Create(string login, string password, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(login) || login.Length > 40)
            return Task.FromResult<Result<Done>>(Problem.Invalid("login", "login_invalid", "账号为 1–40 个字符。", "A login has 1–40 characters."));
        if (Passwords.Check(password, login) is { } weak)
            return Task.FromResult<Result<Done>>(weak with { Field = "password" });
        var now = Clock.Now(time);
        var person = new Person { Id = Guid.CreateVersion7(now), Name = login.Trim(), At = now };
        var account = NewAccounts.Staff(person.Id, login.Trim(), time, now);
        account.PasswordHash = hasher.HashPassword(account, password);
        db.AddRange(person, account);
        db.Insert(new PostHeld
        {
            Id = Guid.CreateVersion7(now),
            AccountId = account.Id,
            Post = Posts.Administrator,
            Scope = ScopePath.Root.Value,
            From = now,
        });
        return Task.FromResult<Result<Done>>(Done.It);
    }
}
