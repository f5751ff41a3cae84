using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.SignIn.Outside;

/// <summary>A browser sets out to another house, to sign in or, when somebody is signed in and asks for it, to link an account.</summary>
internal sealed record BeginOutside(string Provider, string State, string Nonce, string Verifier, string Browser, string RedirectUri, string? Back, string? Link)
    : ICommand<OutsideProvider>;

internal sealed class BeginOutsideHandler(LinliDb db, CurrentCaller current, ISensitiveActs acts, FieldCipher cipher, TimeProvider time) : IHandler<BeginOutside, OutsideProvider>
{
    public async Task<Result<OutsideProvider>> Handle(BeginOutside request, CancellationToken cancel)
    {
        var provider = await db.Records<OutsideProvider>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == request.Provider && p.Active, cancel);
        if (provider is null)
            return OutsideProblems.Unknown;
        if (request.Link is not null && current.Value.Person is null)
            return OutsideProblems.SignInFirst;
        if (request.Link is not null && await acts.Hindrance(cancel) is { } wait)
            return wait;
        var now = Clock.Now(time);
        // A page of somebody else's could send a browser here; only ours knows what follows the question mark.
        if (request.Link is { } link && !LinkFromOurPage(link, LocalTime.DateOf(now)))
            return OutsideProblems.Lost;
        db.Records<OutsideVisit>().Add(new()
        {
            Id = Guid.CreateVersion7(now),
            Provider = provider.Code,
            StateHash = OutsideHashes.State(cipher, request.State),
            BrowserHash = OutsideHashes.Browser(cipher, request.Browser),
            Nonce = request.Nonce,
            Verifier = cipher.Seal(request.Verifier),
            RedirectUri = request.RedirectUri,
            AccountId = request.Link is not null ? current.Value.Account : null,
            Back = request.Back,
            At = now,
        });
        return provider;
    }

    private bool LinkFromOurPage(string link, DateOnly today) =>
        new[] { today, today.AddDays(-1) }.Any(d => OutsideHashes.Link(cipher, current.Value.Account!.Value, d) == link);
}

/// <summary>The browser is back: its walk counts once, whatever comes of it.</summary>
internal sealed record TakeOutside(string Provider, string? State, string? Browser) : ICommand<OutsideTaken>;

/// <summary>The walk and where it led.</summary>
internal sealed record OutsideTaken(OutsideProvider Provider, OutsideVisit Visit);

internal sealed class TakeOutsideHandler(LinliDb db, FieldCipher cipher, TimeProvider time) : IHandler<TakeOutside, OutsideTaken>
{
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public async Task<Result<OutsideTaken>> Handle(TakeOutside request, CancellationToken cancel)
    {
        if (request.State is not { Length: > 0 and <= 200 } state || request.Browser is not { Length: > 0 and <= 200 } browser)
            return OutsideProblems.Lost;
        var (hash, whose) = (OutsideHashes.State(cipher, state), OutsideHashes.Browser(cipher, browser));
        var now = Clock.Now(time);
        var visit = await db.Records<OutsideVisit>().SingleOrDefaultAsync(v => v.StateHash == hash && v.Provider == request.Provider, cancel);
        if (visit is null || visit.BrowserHash != whose || visit.ReturnedAt is not null || now > visit.At + Longest)
            return OutsideProblems.Lost;
        var provider = await db.Records<OutsideProvider>().AsNoTracking().SingleOrDefaultAsync(p => p.Code == visit.Provider && p.Active, cancel);
        if (provider is null)
            return OutsideProblems.Unknown;
        visit.ReturnedAt = now;
        return new OutsideTaken(provider, visit);
    }
}
