using System.Text.Json;
using Linli.People.Accounts;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Identity;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn.Outside;

/// <summary>Another house has said who it is: signs them in, links the account, or asks for a phone code first.</summary>
internal sealed record EnterFromOutside(Guid Visit, OutsideIdentity Identity) : ICommand<OutsideEntry>, IAudited
{
    public string? AuditSubject => Visit.ToString();
}

/// <summary>What came of it.</summary>
/// <param name="Account">Who has come in; <c>null</c> while a phone code is still asked for.</param>
/// <param name="Linked">Whether an account was linked for somebody who was signed in.</param>
internal sealed record OutsideEntry(Guid? Account, bool Linked);

internal sealed class EnterFromOutsideHandler(LinliDb db, CurrentCaller current, FieldCipher cipher, OutsideLinks links, Privacy.Erasures.ErasureDesk erasures, TimeProvider time)
    : IHandler<EnterFromOutside, OutsideEntry>
{
    public async Task<Result<OutsideEntry>> Handle(EnterFromOutside request, CancellationToken cancel)
    {
        var visit = await db.Records<OutsideVisit>().SingleAsync(v => v.Id == request.Visit, cancel);
        var provider = await db.Records<OutsideProvider>().AsNoTracking().SingleAsync(p => p.Code == visit.Provider, cancel);
        var link = await links.Find(provider.Code, request.Identity.Subject, cancel);
        if (visit.AccountId is { } wanting)
            return await Link(provider, request.Identity, link, wanting, cancel);
        if (link is not null)
            return await Enter(provider, request.Identity, link, cancel);
        if (await NewResident(provider, request.Identity, cancel) is { } account)
        {
            links.Add(provider.Code, request.Identity, account);
            return new OutsideEntry(account, false);
        }

        // Whose account it is here only the phone can say: a name or number that another house sends must not open one.
        visit.Identity = cipher.Seal(JsonSerializer.Serialize(request.Identity, Json.Options));
        return new OutsideEntry(null, false);
    }

    private async Task<Result<OutsideEntry>> Link(OutsideProvider provider, OutsideIdentity identity, OutsideLink? link, Guid wanting, CancellationToken cancel)
    {
        if (current.Value.Account != wanting)
            return OutsideProblems.SignInFirst;
        if (link is not null)
            return link.AccountId == wanting ? new OutsideEntry(wanting, true) : OutsideProblems.Elsewhere;
        var account = await db.Records<Account>().AsNoTracking().SingleAsync(a => a.Id == wanting, cancel);
        if (account.Kind == AccountKind.Staff && !provider.ForStaff)
            return OutsideProblems.NotForStaff;
        if (await links.Has(provider.Code, wanting, cancel))
            return OutsideProblems.Already;
        links.Add(provider.Code, identity, wanting);
        return new OutsideEntry(wanting, true);
    }

    private async Task<Result<OutsideEntry>> Enter(OutsideProvider provider, OutsideIdentity identity, OutsideLink link, CancellationToken cancel)
    {
        var account = await db.Records<Account>().SingleAsync(a => a.Id == link.AccountId, cancel);
        if (account.SuspendedAt is not null)
            return AccountProblems.Suspended.Refusal!;
        if (account.Kind == AccountKind.Staff && !provider.ForStaff)
            return OutsideProblems.NotForStaff;
        links.Used(link, identity);
        account.LastSignInAt = Clock.Now(time);
        if (account is { Kind: AccountKind.Resident, ClaimPending: false })
            await erasures.TakeBackBySigningIn(account.PersonId, cancel);
        return new OutsideEntry(account.Id, false);
    }

    private async Task<Guid?> NewResident(OutsideProvider provider, OutsideIdentity identity, CancellationToken cancel)
    {
        if (!provider.TrustsPhone || !identity.PhoneVerified || !MobileNumber.TryParse(identity.Phone, out var phone, out _))
            return null;
        var hash = PhoneHash.Of(cipher, phone);
        if (await db.Records<Person>().AnyAsync(p => p.PhoneHash == hash, cancel))
            return null;
        var now = Clock.Now(time);
        var person = new Person
        {
            Id = Guid.CreateVersion7(now), Name = identity.Name, Phone = cipher.Seal(phone.Value), PhoneHash = hash,
            PhoneMask = phone.ToString(), PhoneTail = phone.Tail, At = now,
        };
        var account = NewAccounts.Resident(person.Id, time, now);
        account.LastSignInAt = now;
        db.AddRange(person, account);
        return account.Id;
    }
}
