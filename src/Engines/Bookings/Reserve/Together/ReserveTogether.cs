using Linli.Bookings.Mine;
using Linli.Bookings.Offerings;
using Linli.Bookings.Sessions;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Linli.Platform.UseCases;

namespace Linli.Bookings.Reserve.Together;

/// <summary>
/// Reservations that come at the same time, decided one after the other under the locks of all of them: by the same rules in the same order
/// as <see cref="PlaceDesk"/>. What costs something, is drawn, asks a scene or has to wait goes by itself.
/// </summary>
internal sealed class ReserveTogether(LinliDb db, OfferingBook offerings, KindBook kinds, BookingLimits limits, IPersonTraits facts, TimeProvider time)
    : IDecidesTogether<ReservePlace, ReservationView>
{
    public async Task<IReadOnlyList<Decision<ReservationView>>> Decide(IReadOnlyList<Asked<ReservePlace>> asked, GatheredWrites writes, CancellationToken cancel)
    {
        var people = await facts.Of([.. asked.Select(a => a.Caller.Person).OfType<Guid>().Distinct()], cancel);
        ITogetherStore store = db.Kind == DatabaseKind.Postgres ? new PostgresStore(db) : new SqliteStore(db);
        var table = await store.Open([.. asked.Select(a => a.Command.Session).Distinct()], people.Values, cancel);
        var before = await BookedTogether.Read(store, Spans(asked, table, people), cancel);
        var rooms = await offerings.Resources([.. table.Offerings.Values.SelectMany(o => o.Row.ResourceCodes).Distinct()], cancel);
        var made = new List<ReservationRow>();
        var decisions = new List<Decision<ReservationView>>(asked.Count);
        foreach (var one in asked)
        {
            var traits = one.Caller.Person is { } me ? people.GetValueOrDefault(me) : null;
            var decided = await One(one, traits, table, before, cancel);
            if (decided.Made is not { } row)
            {
                decisions.Add(decided.Answer);
                continue;
            }

            made.Add(row);
            before.Add(row);
            var (session, offering) = (table.Sessions[row.Session], table.Offerings[row.Offering]);
            writes.Publish(new ReservationChanged(row.Id, session.Id, session.Offering, session.Kind, row.State, session.Place, traits!.Accounts));
            decisions.Add(new(ReservationViews.View(row, session, offering.Row, offering.Terms, ReservationViews.Where(offering.Row, rooms), null)));
        }

        writes.Insert(made);
        store.Write([.. made.Select(r => r.Session).Distinct().Select(s => table.Sessions[s])], writes);
        return decisions;
    }

    private async Task<(Decision<ReservationView> Answer, ReservationRow? Made)> One(
        Asked<ReservePlace> asked, PersonTraits? person, TogetherTable table, BookedTogether before, CancellationToken cancel)
    {
        var wish = asked.Command.ToWish();
        if (!table.Sessions.TryGetValue(wish.Session, out var session) || !table.Offerings.TryGetValue(session.Offering, out var found) || !found.Row.Open)
            return Refuse(BookingProblems.NoSession);
        var (offering, terms) = (found.Row, found.Terms);
        if (GoesByItself(offering, terms, session))
            return (Decision<ReservationView>.NeverTogether, null);
        var now = Clock.Now(time);
        if (PlaceDesk.Refused(session, terms, wish, now) is { } early)
            return Refuse(early);
        if (session.Left < wish.Party)
            return PlaceDesk.CanWait(terms, wish) ? (Decision<ReservationView>.Alone, null) : Refuse(PlaceDesk.Full(terms));
        if (person is null)
            return Refuse(BookingProblems.NoPerson);
        var refused = BookingRules.ChildAlone(person, LocalTime.DateOf(now)) ?? BookingRules.NotEligible(terms, person, offering.Place, session.Day)
            ?? BookingRules.WithoutPost(terms, asked.Caller.Grants.Select(g => g.Post)) ?? await limits.OfPerson(offering, terms, person, session.Day, before, cancel);
        if (refused is not null)
            return Refuse(refused);
        var price = new BookingCost(0, 0);
        if (!price.Is(wish.SeenPriceFen, wish.SeenPricePoints))
            return Refuse(BookingProblems.PriceChanged(price.Words));
        if (!table.Seats.Add((session.Id, person.Person)))
            return Refuse(BookingProblems.Already);
        session.Taken += wish.Party;
        return (default, PlaceDesk.Row(session, offering, terms, new(person, null, person.Person, false), asked.Caller.Account, wish, price, ReservationState.Confirmed, now));
    }

    // What moves money, is drawn, or asks scenes one by one.
    private bool GoesByItself(OfferingRow offering, BookingTerms terms, SessionRow session) =>
        session.DrawAt is not null || terms.Prices.Count > 0 || terms.DepositFen > 0 || terms.Conditions.Count > 0 || limits.IsPricedElsewhere(offering.Kind);

    private BookedSpans Spans(IReadOnlyList<Asked<ReservePlace>> asked, TogetherTable table, IReadOnlyDictionary<Guid, PersonTraits> people)
    {
        var (today, spans) = (LocalTime.Today(time), new BookedSpans());
        foreach (var one in asked)
            if (one.Caller.Person is { } me && people.TryGetValue(me, out var person) && table.Sessions.TryGetValue(one.Command.Session, out var session) && table.Offerings.TryGetValue(session.Offering, out var found))
                spans.Add(person, found.Row.Kind, found.Terms.Quotas.Concat(kinds.Find(found.Row.Kind).Quotas), found.Terms.NoShow, session.Day, today);
        return spans;
    }

    private static (Decision<ReservationView>, ReservationRow?) Refuse(Problem problem) => (new(problem), null);
}

/// <summary>What is locked and known while several are decided.</summary>
/// <param name="Sessions">Locked until the commit.</param>
/// <param name="Offerings">Of these sessions.</param>
/// <param name="Seats">Who has a living reservation in which of them.</param>
internal sealed record TogetherTable(
    IReadOnlyDictionary<SessionId, SessionRow> Sessions, IReadOnlyDictionary<OfferingId, (OfferingRow Row, BookingTerms Terms)> Offerings, HashSet<(SessionId Session, Guid Person)> Seats);

/// <summary>What deciding together asks of a database.</summary>
internal interface ITogetherStore
{
    /// <summary>Locks people, their households and sessions, in this order (decision note 39), and looks.</summary>
    Task<TogetherTable> Open(IReadOnlyList<SessionId> sessions, IEnumerable<PersonTraits> people, CancellationToken cancel);

    /// <summary>What people booked before within the spans, each reservation once, wherever it is.</summary>
    Task<IReadOnlyList<Booked>> Before(BookedSpans spans, CancellationToken cancel);

    /// <summary>Adds the places taken.</summary>
    void Write(IReadOnlyList<SessionRow> sessions, GatheredWrites writes);
}
