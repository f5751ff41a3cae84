using Linli.Bookings.Offerings;
using Linli.Bookings.Sessions;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Events;
using Linli.Platform.Text;

namespace Linli.Bookings.Reserve;

/// <summary>Tells people what becomes of their reservations, and everybody else that something changed.</summary>
internal sealed class BookingTelling(INotices notices, IPersonAccounts accounts, IActingFor family, Outbox outbox)
{
    public const string Topic = "booking";
    public const string Mine = "/my/bookings";

    /// <summary>Publishes the change; the accounts of the person and of who booked follow it live.</summary>
    public async Task Publish(ReservationRow reservation, SessionRow session, CancellationToken cancel) =>
        outbox.Add(new ReservationChanged(reservation.Id, session.Id, session.Offering, session.Kind, reservation.State, session.Place, await Followers(reservation, cancel)));

    public void Publish(SessionRow session) => outbox.Add(new SessionChanged(session.Id, session.Offering, session.Kind, session.State, session.Place));

    /// <summary>Tells the person, and whoever booked for them.</summary>
    public async Task Tell(ReservationRow reservation, string what, Phrase title, Phrase body, CancellationToken cancel, string? again = null)
    {
        foreach (var account in await Followers(reservation, cancel))
            await notices.Tell(account, $"{Topic}.{what}", title, body, Mine, $"booking-{what}-{reservation.Id.Value:N}{again}", cancel);
    }

    /// <summary>“电影《…》 11月25日 19:00”.</summary>
    public static Phrase WhatAndWhen(OfferingRow offering, SessionRow session) => WhatAndWhen(offering.Title, session);

    /// <summary>The same by another title, such as that of a discreet kind.</summary>
    public static Phrase WhatAndWhen(Phrase title, SessionRow session)
    {
        var at = BookingRules.Words(session.Start);
        return ($"{title.Zh} {at.Zh}", $"{title.En}, {at.En}");
    }

    // Whoever booked for them is told as long as they act for them; a clerk at the desk is not.
    private async Task<IReadOnlyList<Guid>> Followers(ReservationRow reservation, CancellationToken cancel)
    {
        if (reservation.Person is not { } person)
            return [];
        var own = (await accounts.Of([person], cancel))[person].ToList();
        return reservation.By is { } by && !own.Contains(by) && (await family.AgentsOf(person, FamilyMatters.Book, cancel)).Contains(by) ? [.. own, by] : own;
    }
}
