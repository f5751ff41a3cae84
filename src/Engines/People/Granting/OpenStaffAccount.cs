using Linli.People.Accounts;
using Linli.People.Me;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Granting;

/// <summary>Opens an account for a member of staff; posts are granted afterwards.</summary>
/// <param name="Login">2–80 letters, digits, dots, hyphens, @.</param>
/// <param name="Name">Full name.</param>
/// <param name="Password">The first password; the person changes it.</param>
/// <param name="Phone">Mobile number, if any.</param>
internal sealed record OpenStaffAccount(string? Login, string? Name, string? Password, string? Phone = null) : ICommand<StaffAccountOpened>, IValidated
{
    public IEnumerable<Problem> Problems()
    {
        if (Logins.Check(Login) is { } wrong)
            yield return wrong;
        if (PersonNames.Check(Name) is { } name)
            yield return name;
        if (Passwords.Check(Password, Login?.Trim() is { Length: > 1 } l ? l : "\0") is { } password)
            yield return password with { Field = "password" };
        if (Phone is not null && !MobileNumber.TryParse(Phone, out _, out var problem))
            yield return PhoneProblems.Of(problem);
    }
}

/// <summary>The account as opened.</summary>
internal sealed record StaffAccountOpened(Guid Account);

internal sealed class OpenStaffAccountHandler(LinliDb db, FieldCipher cipher, IPasswordHasher<Account> hasher, TimeProvider time)
    : IHandler<OpenStaffAccount, StaffAccountOpened>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/staff", (OpenStaffAccount request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(request, a => $"{Edge.Api}/people/{a.Account}", cancel))
            .Needs(PeoplePermissions.ManagePosts).WithTags("people").WithSummary("Open an account for a member of staff");

    public async Task<Result<StaffAccountOpened>> Handle(OpenStaffAccount request, CancellationToken cancel)
    {
        var login = request.Login!.Trim();
        var normal = Logins.Normal(login);
        if (await db.Records<Account>().AnyAsync(a => a.NormalizedUserName == normal, cancel))
            return Logins.Taken;
        var now = Clock.Now(time);
        var person = await PersonFor(request, now, cancel);
        if (await db.Records<Account>().AnyAsync(a => a.PersonId == person.Id && a.Kind == AccountKind.Staff, cancel))
            return Problem.Conflict("phone_taken", "这个手机号已有工作账号。", "This phone has a staff account already.") with { Field = "phone" };
        var account = NewAccounts.Staff(person.Id, login, time, now);
        account.PasswordHash = hasher.HashPassword(account, request.Password!);
        // A number that was typed proves nothing: of somebody who is there already, the account shows and changes nothing until
        // a code sent to that number says that it is theirs.
        account.ClaimPending = db.Entry(person).State != EntityState.Added;
        db.Records<Account>().Add(account);
        return new StaffAccountOpened(account.Id);
    }

    private async Task<Person> PersonFor(OpenStaffAccount request, DateTimeOffset now, CancellationToken cancel)
    {
        var phone = request.Phone is null ? null : Phones.Valid(request.Phone);
        var hash = phone is null ? null : PhoneHash.Of(cipher, phone);
        var person = hash is null ? null : await db.Records<Person>().SingleOrDefaultAsync(p => p.PhoneHash == hash, cancel);
        if (person is null)
            db.Records<Person>().Add(person = new()
            {
                Id = Guid.CreateVersion7(now),
                At = now,
                Phone = phone is null ? null : cipher.Seal(phone.Value),
                PhoneHash = hash,
                PhoneMask = phone?.ToString(),
                PhoneTail = phone?.Tail,
            });
        person.Name ??= request.Name!.Trim();
        return person;
    }
}
