using System.Text.Json;
using Linli.People.Accounts;
using Linli.Platform;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn.Outside;

/// <summary>The first sign-in that waits in this browser for a phone code.</summary>
internal sealed record WaitingOutside(string? Browser) : IQuery<OutsideWaiting>;

/// <summary>Who waits.</summary>
/// <param name="Visit">Id of the walk.</param>
/// <param name="Provider">The other house.</param>
/// <param name="Phone">The number it sent, to begin with.</param>
/// <param name="Back">Where to go afterwards.</param>
internal sealed record OutsideWaiting(Guid Visit, OutsideProvider Provider, string? Phone, string? Back);

/// <summary>Shows by a phone code whose account it is here, and links it.</summary>
internal sealed record FinishOutside(string? Browser, string? Phone, string? Code) : ICommand<SignInVerdict>, IValidated
{
    public IEnumerable<Problem> Problems() => new SignInByPhone(Phone, Code).Problems();
}

internal sealed class FinishOutsideHandler(LinliDb db, FieldCipher cipher, UseCaseRunner runner, OutsideLinks links, TimeProvider time)
    : IHandler<WaitingOutside, OutsideWaiting>, IHandler<FinishOutside, SignInVerdict>
{
    public async Task<Result<OutsideWaiting>> Handle(WaitingOutside request, CancellationToken cancel)
    {
        if (await Waiting(request.Browser, cancel) is not { } visit)
            return OutsideProblems.Lost;
        var provider = await db.Records<OutsideProvider>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == visit.Provider && p.Active, cancel);
        return provider is null ? OutsideProblems.Unknown : new OutsideWaiting(visit.Id, provider, IdentityOf(visit).Phone, visit.Back);
    }

    public async Task<Result<SignInVerdict>> Handle(FinishOutside request, CancellationToken cancel)
    {
        if (await Waiting(request.Browser, cancel) is not { } visit)
            return OutsideProblems.Lost;
        var entered = await runner.Run(new SignInByPhone(request.Phone, request.Code), cancel);
        if (!entered.Ok || entered.Value.Account is not { } account)
            return entered;
        var identity = IdentityOf(visit);
        if (await links.Find(visit.Provider, identity.Subject, cancel) is { } link && link.AccountId != account)
            return OutsideProblems.Elsewhere;
        if (await links.Has(visit.Provider, account, cancel))
            return OutsideProblems.Already;
        links.Add(visit.Provider, identity, account);
        (visit.DoneAt, visit.Identity) = (Clock.Now(time), null);
        if (identity.Name is { } name && db.Records<Person>().Local.FirstOrDefault() is { Name: null } person)
            person.Name = name;
        return entered;
    }

    private Task<OutsideVisit?> Waiting(string? browser, CancellationToken cancel)
    {
        if (browser is not { Length: > 0 and <= 200 })
            return Task.FromResult<OutsideVisit?>(null);
        var hash = OutsideHashes.Browser(cipher, browser);
        var since = Clock.Now(time) - TakeOutsideHandler.Longest - TakeOutsideHandler.Longest;
        return db.Records<OutsideVisit>().Where(v => v.BrowserHash == hash && v.Identity != null && v.DoneAt == null && v.At > since)
            .OrderByDescending(v => v.At).FirstOrDefaultAsync(cancel);
    }

    private OutsideIdentity IdentityOf(OutsideVisit visit) => JsonSerializer.Deserialize<OutsideIdentity>(cipher.Open(visit.Identity!.Value), Json.Options)!;
}
