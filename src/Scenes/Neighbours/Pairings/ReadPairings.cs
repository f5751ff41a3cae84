using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Pairings;

/// <summary>The caller's opt-ins and pairings, and minors they decide for as guardians.</summary>
internal sealed record MyPairings : IQuery<PairingsOfMine>;

/// <summary>What is the caller's.</summary>
internal sealed record PairingsOfMine(IReadOnlyList<OfferLine> Offers, IReadOnlyList<PairLine> Pairs, IReadOnlyList<OfferLine> ForGuardian, bool KnowsAge, ConsentText? Consent, bool Consenting);

/// <summary>An opt-in.</summary>
internal sealed record OfferLine(Guid Id, PairingKind Kind, PairingSide Side, string Nickname, string About, OfferState State, DateTimeOffset At, int ConsentVersion);

/// <summary>A pairing as a line: the other side by nickname.</summary>
internal sealed record PairLine(Guid Id, PairingKind Kind, PairState State, string Other, DateTimeOffset At, DateTimeOffset? LastContactAt);

/// <summary>A pairing, for one of the two or for its coordinator.</summary>
internal sealed record OpenPair(Guid Id) : IQuery<PairDetail>;

/// <summary>A pairing as its reader may see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">Which kind.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Reasons">Why the two were proposed.</param>
/// <param name="People">The two; names and contacts once both agreed, and while the pairing runs.</param>
/// <param name="IAgreed">Whether the reader has agreed.</param>
/// <param name="IsCoordinator">Whether staff read it.</param>
/// <param name="Contacts">The contact log, the newest first.</param>
/// <param name="Farewell">A word of farewell.</param>
/// <param name="EndReason">Why it ended; staff only.</param>
/// <param name="At">When it was proposed.</param>
internal sealed record PairDetail(
    Guid Id, PairingKind Kind, PairState State, IReadOnlyList<Phrase> Reasons, IReadOnlyList<PairPerson> People, bool IAgreed, bool IsCoordinator,
    IReadOnlyList<ContactLine> Contacts, string? Farewell, string? EndReason, DateTimeOffset At);

/// <summary>One of the two.</summary>
internal sealed record PairPerson(PairingSide Side, string Nickname, string About, string? Name, string? Contact, bool Me);

/// <summary>A contact.</summary>
/// <param name="On">The day.</param>
/// <param name="By">Who noted it, by nickname.</param>
/// <param name="Way">How they were in touch.</param>
/// <param name="Went">1–5.</param>
/// <param name="Text">What they wrote; for the two only while the pairing runs.</param>
internal sealed record ContactLine(DateOnly On, string By, ContactWay Way, int Went, string? Text);

/// <summary>Pairings of the caller's places, for coordinators.</summary>
internal sealed record DeskPairings : IQuery<PairingsAtDesk>;

/// <summary>Pairings and how many wait for a match.</summary>
internal sealed record PairingsAtDesk(IReadOnlyList<PairLine> Pairs, IReadOnlyDictionary<PairingKind, int> Open);

internal sealed class ReadPairingsHandler(LinliDb db, CurrentCaller current, ICareLists care, IConsents consents, IConsentForms forms, IConsentRecords records, FieldCipher cipher)
    : IHandler<MyPairings, PairingsOfMine>, IHandler<OpenPair, PairDetail>, IHandler<DeskPairings, PairingsAtDesk>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/pairings/mine", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new MyPairings(), cancel))
            .Needs(Access.SignedIn).WithTags("pairings").WithSummary("My opt-ins and pairings");
        api.MapGet("/pairings/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OpenPair(id), cancel))
            .Needs(Access.SignedIn).WithTags("pairings").WithSummary("A pairing, for the two and its coordinator");
        api.MapGet("/pairings", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DeskPairings(), cancel))
            .Needs(NeighboursPermissions.Pairings).WithTags("pairings").WithSummary("Pairings at my places");
    }

    public async Task<Result<PairingsOfMine>> Handle(MyPairings request, CancellationToken cancel)
    {
        var me = current.Value.Account!.Value;
        var offers = await db.Unfiltered<PairingOffer>().AsNoTracking().Where(o => o.Account == me && o.State != OfferState.Withdrawn).OrderBy(o => o.At).ToListAsync(cancel);
        var pairs = await db.Unfiltered<Pair>().AsNoTracking().Where(p => (p.First == me || p.Second == me) && p.State != PairState.Declined).OrderByDescending(p => p.At).Take(20).ToListAsync(cancel);
        var others = pairs.Select(p => p.First == me ? p.SecondOffer : p.FirstOffer).ToArray();
        var names = await Nicknames(others, cancel);
        var wards = await care.WardsOf(me, cancel);
        var forGuardian = wards.Count == 0 ? []
            : (await db.Unfiltered<PairingOffer>().AsNoTracking().Where(o => o.State == OfferState.WaitingGuardian && wards.Contains(o.Person)).ToListAsync(cancel)).ConvertAll(Line);
        var knowsAge = current.Value.Person is { } person && (await care.Facts(person, cancel))?.Age is not null;
        return new PairingsOfMine(
            offers.ConvertAll(Line), pairs.ConvertAll(p => new PairLine(p.Id, p.Kind, p.State, names.GetValueOrDefault(p.First == me ? p.SecondOffer : p.FirstOffer, "–"), p.At, p.LastContactAt)), forGuardian, knowsAge,
            await forms.Text(PairingRules.Purpose, cancel), current.Value.Person is { } self && await consents.Has(self, PairingRules.Purpose, cancel));
    }

    public async Task<Result<PairDetail>> Handle(OpenPair request, CancellationToken cancel)
    {
        var me = current.Value.Account!.Value;
        var pair = await db.Scoped<Pair>(current.Value.ScopesFor(NeighboursPermissions.Pairings), p => p.First == me || p.Second == me).AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Id, cancel);
        if (pair is null)
            return PairDesk.NotFound;
        var coordinator = me != pair.First && me != pair.Second;
        var offers = await db.Unfiltered<PairingOffer>().AsNoTracking().Where(o => o.Id == pair.FirstOffer || o.Id == pair.SecondOffer).OrderBy(o => o.Side).ToListAsync(cancel);
        // A consent that was taken back counts at once, also before the pairing has been ended for it.
        var shown = pair.State == PairState.Active && await Both(offers, cancel);
        var names = shown ? await care.NamesOf([.. offers.Select(o => o.Person)], masked: false, cancel) : new Dictionary<Guid, string>();
        var contacts = await db.Records<PairContact>().AsNoTracking().Where(c => c.Pair == pair.Id).OrderByDescending(c => c.On).ThenByDescending(c => c.At).ToListAsync(cancel);
        return new PairDetail(
            pair.Id, pair.Kind, pair.State, [.. pair.Reasons.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(PairingRules.Describe)],
            offers.ConvertAll(o => new PairPerson(
                o.Side, o.Nickname, o.About, names.GetValueOrDefault(o.Person), shown && !coordinator ? cipher.Open(o.Contact) : null, o.Account == me)),
            me == pair.First ? pair.FirstAgreedAt is not null : pair.SecondAgreedAt is not null, coordinator,
            contacts.ConvertAll(c => new ContactLine(c.On, offers.Find(o => o.Account == c.By)?.Nickname ?? "–", c.Way, c.Went, coordinator || pair.State == PairState.Active ? cipher.Open(c.Text) : null)),
            pair.Farewell, coordinator && pair.EndReason is { } reason ? cipher.Open(reason) : null, pair.At);
    }

    public async Task<Result<PairingsAtDesk>> Handle(DeskPairings request, CancellationToken cancel)
    {
        var scopes = current.Value.ScopesFor(NeighboursPermissions.Pairings);
        var pairs = await db.Scoped<Pair>(scopes).AsNoTracking().OrderBy(p => p.State).ThenByDescending(p => p.At).Take(200).ToListAsync(cancel);
        var names = await Nicknames([.. pairs.SelectMany(p => new[] { p.FirstOffer, p.SecondOffer })], cancel);
        var open = await db.Scoped<PairingOffer>(scopes).Where(o => o.State == OfferState.Open
                && !db.Unfiltered<Pair>().Any(p => p.Kind == o.Kind && (p.State == PairState.Proposed || p.State == PairState.Active) && (p.First == o.Account || p.Second == o.Account)))
            .GroupBy(o => o.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return new PairingsAtDesk(
            pairs.ConvertAll(p => new PairLine(p.Id, p.Kind, p.State, $"{names.GetValueOrDefault(p.FirstOffer, "–")} × {names.GetValueOrDefault(p.SecondOffer, "–")}", p.At, p.LastContactAt)), open);
    }

    private async Task<bool> Both(List<PairingOffer> offers, CancellationToken cancel)
    {
        foreach (var offer in offers)
            if (await records.Find(offer.Person, PairingRules.Purpose, cancel) is null)
                return false;
        return true;
    }

    private Task<Dictionary<Guid, string>> Nicknames(IReadOnlyCollection<Guid> offers, CancellationToken cancel) =>
        db.Unfiltered<PairingOffer>().AsNoTracking().Where(o => offers.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Nickname, cancel);

    private static OfferLine Line(PairingOffer o) => new(o.Id, o.Kind, o.Side, o.Nickname, o.About, o.State, o.At, o.ConsentVersion);
}
