using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;

namespace Linli.Bookings.Reserve;

/// <summary>Who comes, and who books for them.</summary>
/// <param name="Person">Who comes.</param>
/// <param name="For">Whom the caller acts for; <c>null</c> for themselves, and at the desk.</param>
/// <param name="Payer">Whose wallet pays.</param>
/// <param name="AtDesk">Whether staff book for somebody before them.</param>
internal sealed record Booker(PersonTraits Person, ActedFor? For, Guid Payer, bool AtDesk);

/// <summary>Finds out who comes: the caller, a member of the family they act for, or somebody before a desk.</summary>
internal sealed class Bookers(CurrentCaller current, IActingFor family, IPersonTraits facts, IPresentedCodes codes, TimeProvider time)
{
    public async Task<Result<Booker>> Find(Guid? onBehalfOf, string? ticket, ScopePath place, CancellationToken cancel)
    {
        if (ticket is not null)
            return await AtDesk(ticket, place, cancel);
        if (current.Value.Person is not { } me || await facts.Of(me, cancel) is not { } own)
            return BookingProblems.NoPerson;
        if (BookingRules.ChildAlone(own, LocalTime.Today(time)) is { } alone)
            return alone;
        if (onBehalfOf is not { } other || other == me)
            return new Booker(own, null, me, false);
        var acted = await family.For(other, FamilyMatters.Book, cancel);
        if (!acted.Ok)
            return acted.As<Booker>();
        if (await facts.Of(other, cancel) is not { } theirs)
            return BookingProblems.NoPerson;

        // A guardian pays for the child; a grown-up whom somebody acts for pays for themselves.
        return new Booker(theirs, acted.Value, acted.Value.Agency is null ? me : other, false);
    }

    private async Task<Result<Booker>> AtDesk(string ticket, ScopePath place, CancellationToken cancel)
    {
        if (!current.Value.May(BookingsPermissions.Desk, place))
            return BookingProblems.NotHere;
        var presented = codes.Open(ticket);
        if (!presented.Ok)
            return presented.As<Booker>();
        return await facts.Of(presented.Value.Person, cancel) is { } person ? new Booker(person, null, presented.Value.Person, true) : BookingProblems.NoPerson;
    }
}
