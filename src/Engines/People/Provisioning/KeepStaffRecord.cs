using System.Security.Cryptography;
using Linli.People.Accounts;
using Linli.People.Granting;
using Linli.People.Me;
using Linli.People.SignIn;
using Linli.Platform.Data;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Provisioning;

/// <summary>Opens a staff account for an employer's directory, or brings one up to what the directory says.</summary>
/// <param name="Account">Which; <c>null</c> opens one.</param>
/// <param name="Login">Login name, 2–80 characters.</param>
/// <param name="Name">Full name.</param>
/// <param name="Active">False ends the person's service at once: sign-ins, tokens and posts.</param>
/// <param name="ExternalId">The directory's own id.</param>
/// <param name="Card">What else the directory says.</param>
/// <param name="Password">A first password; taken when the account is opened and never afterwards.</param>
public sealed record KeepStaffRecord(
    Guid? Account, string? Login, string? Name, bool Active, string? ExternalId, StaffCard Card, string? Password = null)
    : ICommand<StaffRecordKept>, IValidated, IAudited
{
    string? IAudited.AuditSubject => Account?.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (Logins.Check(Login) is { } login)
            yield return login;
        if (PersonNames.Check(Name) is { } name)
            yield return name;
        if (Account is not null && Password is not null)
            yield return Problem.Invalid("password", "password_not_by_directory",
                "密码只在开通账号时设置一次，之后由本人修改或由管理员重置。", "A password is taken when the account is opened; later the person changes it or an administrator resets it.");
    }
}

/// <summary>The account as kept.</summary>
public sealed record StaffRecordKept(Guid Account);

internal sealed class KeepStaffRecordHandler(
    LinliDb db, CurrentCaller current, UseCaseRunner runner, StaffService service, StaffCards cards, CallerDirectory directory, FieldCipher cipher, TimeProvider time)
    : IHandler<KeepStaffRecord, StaffRecordKept>
{
    public async Task<Result<StaffRecordKept>> Handle(KeepStaffRecord request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(PeoplePermissions.Provision);
        if (scopes.IsEmpty)
            return Problem.Forbidden("not_a_directory", "没有同步工作人员账号的权限。", "This caller may not keep staff accounts.");
        return request.Account is { } id ? await Change(request, id, scopes, cancel) : await Open(request, scopes.Paths[0], cancel);
    }

    private async Task<Result<StaffRecordKept>> Open(KeepStaffRecord request, ScopePath place, CancellationToken cancel)
    {
        // Nobody knows a password that nobody has said: the person comes in by a reset, or by the account of the city.
        var password = request.Password ?? Convert.ToHexString(RandomNumberGenerator.GetBytes(32));
        var phone = MobileOf(request.Card);
        var opened = await runner.Run(new OpenStaffAccount(request.Login, request.Name, password, phone), cancel);
        if (!opened.Ok && opened.Problem.Code == "phone_taken" && await ComeBack(phone!, place, cancel) is { } known)
            return await Change(request with { Account = known.Id, Password = null }, known, cancel);
        if (!opened.Ok)
            return opened.As<StaffRecordKept>();
        NewEntry(request, opened.Value.Account, place);
        if (!request.Active)
            service.SetSuspended(db.Records<Account>().Local.Single(a => a.Id == opened.Value.Account), true);
        return new StaffRecordKept(opened.Value.Account);
    }

    /// <summary>Somebody whom this directory had deleted: the same phone is the same person, and keeps their history.</summary>
    private async Task<Account?> ComeBack(string phone, ScopePath place, CancellationToken cancel)
    {
        var hash = PhoneHash.Of(cipher, Phones.Valid(phone));
        var deleted = db.Scoped<DirectoryEntry>(ScopeSet.Of([place])).Where(e => e.DeletedAt != null);
        var account = await db.Records<Account>().Include(a => a.Person)
            .SingleOrDefaultAsync(a => a.Person!.PhoneHash == hash && a.Kind == AccountKind.Staff && deleted.Any(e => e.AccountId == a.Id), cancel);
        if (account is not null)
            (await db.Unfiltered<DirectoryEntry>().SingleAsync(e => e.AccountId == account.Id, cancel)).DeletedAt = null;
        return account;
    }

    private async Task<Result<StaffRecordKept>> Change(KeepStaffRecord request, Guid id, ScopeSet scopes, CancellationToken cancel)
    {
        var account = await StaffReach.Within(db, scopes, Clock.Now(time)).Include(a => a.Person).SingleOrDefaultAsync(a => a.Id == id, cancel);
        return account is null ? AccountReach.NotFound : await Change(request, account, cancel);
    }

    private async Task<Result<StaffRecordKept>> Change(KeepStaffRecord request, Account account, CancellationToken cancel)
    {
        if (await Rename(account, request.Login!.Trim(), cancel) is { } taken)
            return taken;
        if (!account.ClaimPending && !await IsOfTheRegister(account.Person!, cancel))
            account.Person!.Name = request.Name!.Trim();
        var entry = await db.Unfiltered<DirectoryEntry>().SingleOrDefaultAsync(e => e.AccountId == account.Id, cancel);
        if (entry is null)
        {
            NewEntry(request, account.Id, current.Value.ScopesFor(PeoplePermissions.Provision).Paths[0]);
        }
        else
        {
            (entry.ExternalId, entry.Card, entry.ChangedAt) = (request.ExternalId, cards.Write(request.Card), Clock.Now(time));
            entry.Version++;
        }

        if (!request.Active && await service.End(account, cancel) is { } refused)
            return refused;
        if (request.Active && account.SuspendedAt is not null)
            service.SetSuspended(account, false);
        db.AfterCommit(() => directory.Forget(account.Id));
        return new StaffRecordKept(account.Id);
    }

    // The name of a resident is what the community has seen a paper for; an employer does not change it.
    private async Task<bool> IsOfTheRegister(Person person, CancellationToken cancel) =>
        person.IdentityHash is not null || await db.Unfiltered<HomeTie>().AnyAsync(t => t.PersonId == person.Id, cancel)
        || await db.Records<Account>().AnyAsync(a => a.PersonId == person.Id && a.Kind == AccountKind.Resident, cancel);

    private async Task<Problem?> Rename(Account account, string login, CancellationToken cancel)
    {
        var normal = Logins.Normal(login);
        if (normal != account.NormalizedUserName && await db.Records<Account>().AnyAsync(a => a.NormalizedUserName == normal, cancel))
            return Logins.Taken;
        (account.UserName, account.NormalizedUserName) = (login, normal);
        return null;
    }

    private void NewEntry(KeepStaffRecord request, Guid account, ScopePath place)
    {
        var now = Clock.Now(time);
        db.Insert(new DirectoryEntry
        {
            AccountId = account, Scope = place.Value, ExternalId = request.ExternalId, Card = cards.Write(request.Card), Version = 1, At = now, ChangedAt = now,
        });
    }

    // A number that is no mobile of mainland China is kept on the card and proves nothing.
    private static string? MobileOf(StaffCard card) =>
        card.Phones.Where(p => p.Type is null or "mobile" || card.Phones.Count == 1).OrderByDescending(p => p.Type == "mobile")
            .Select(p => p.Value).FirstOrDefault(v => MobileNumber.TryParse(v, out _, out _));
}
