using System.Security.Cryptography;
using Linli.Bookings;
using Linli.Ledger;
using Linli.Notices;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Enterprise.Desks;

/// <summary>Memberships under the lock of their space, and their money.</summary>
internal sealed class DeskBook(LinliDb db, ILedger ledger, INotices notices, IBookings bookings, ILentSpaces spaces, CurrentCaller current, TimeProvider time)
{
    public const string Poster = "enterprise.desks";
    public const string Fee = "desks.fee";
    private const string CodeLetters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    public static readonly MembershipState[] Alive = [MembershipState.Applied, MembershipState.Approved, MembershipState.Active];

    public DateTimeOffset Now => Clock.Now(time);

    public DateOnly Today => LocalTime.Today(time);

    /// <summary>Key of whoever runs a space: fees and bookings go to one account.</summary>
    public static string OperatorOf(string space) => space.Length <= 54 ? "desks-" + space : space;

    public static string NewInvite() => RandomNumberGenerator.GetString(CodeLetters, 8);

    /// <summary>Whoever gives or takes desks, members or months of a space waits for the others.</summary>
    public Task Lock(string space, CancellationToken cancel) => db.LockUntilCommit($"desks {space}", cancel);

    /// <summary>Why nobody applies or pays here: the space ledger has the space closed, idle or being prepared.</summary>
    public async Task<Problem?> NotInUse(string space, CancellationToken cancel) =>
        (await spaces.Find([space], cancel)).GetValueOrDefault(space) is { IsInUse: true } ? null : FirmProblems.SpaceClosed;

    /// <summary>The caller's own membership, tracked and locked.</summary>
    public async Task<Membership?> Own(Guid id, CancellationToken cancel)
    {
        if (current.Value.Person is not { } me || await db.Unfiltered<Membership>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id && m.Person == me, cancel) is not { } known)
            return null;
        await Lock(known.Space, cancel);
        // Once more under the lock.
        return await db.Unfiltered<Membership>().SingleAsync(m => m.Id == id, cancel);
    }

    /// <summary>Whether somebody has, or asked for, a membership of a space already.</summary>
    public async Task<bool> IsIn(Guid person, string space, CancellationToken cancel) =>
        await db.Unfiltered<Membership>().AnyAsync(m => m.Space == space && Alive.Contains(m.State) && (m.Person == person
            || db.Unfiltered<TeamMember>().Any(t => t.Membership == m.Id && t.Person == person && t.LeftAt == null)), cancel);

    /// <summary>Takes the fee of months out of the payer's wallet.</summary>
    public async Task<Result<Guid?>> Pay(Membership membership, DateOnly from, int months, string name, CancellationToken cancel)
    {
        var fen = checked(membership.FeeFen * months);
        if (fen == 0)
            return default(Guid?);
        if (await ledger.WalletShort(membership.Person!.Value, new(fen), "/desks/mine", true, cancel) is { } poor)
            return poor;
        var wallet = await ledger.Wallet(membership.Person.Value, LedgerUnit.Fen, cancel);
        var posted = await ledger.Post(
            new(Poster, $"{membership.Id:N}-{from:yyyyMMdd}", Fee, ($"共享办公会员费：{name}，{months} 个月", $"Shared office: {months} months of membership"), [Entry.From(wallet, new Fen(fen)), Entry.To(await Takings(membership, cancel), new Fen(fen))])
            {
                Subject = membership.Id.ToString(),
            }, cancel);
        return posted.Ok ? posted.Value.Id.Value : posted.As<Guid?>();
    }

    /// <summary>Up to which day months count as begun: today, or the last day ahead on which somebody of the team has booked here.</summary>
    public async Task<DateOnly> UsedUntil(Membership membership, CancellationToken cancel)
    {
        // Of the team; whoever left and is in another one here books for that one.
        var people = await db.Unfiltered<TeamMember>().Where(t => t.Membership == membership.Id && t.Person != null
            && (t.LeftAt == null || !db.Unfiltered<TeamMember>().Any(o => o.Person == t.Person && o.Membership != t.Membership && o.LeftAt == null))).Select(t => t.Person!.Value).Distinct().ToListAsync(cancel);
        var here = (await db.Unfiltered<DeskSpace>().Where(s => s.Code == membership.Space).Select(s => s.Offering).ToListAsync(cancel))
            .Concat(await db.Unfiltered<MeetingRoom>().Where(r => r.Space == membership.Space).Select(r => r.Offering).ToListAsync(cancel)).ToHashSet();
        return (await bookings.Of(people, null, cancel)).Where(r => r.State != ReservationState.Cancelled && here.Contains(r.Offering)).Select(r => LocalTime.DateOf(r.Start))
            .Where(day => day <= membership.Until).Append(Today).Max();
    }

    /// <summary>Gives months that have not begun back, the last payment first; what was paid for a month that runs, or in which something is booked, stays paid.</summary>
    /// <returns>How much came back, in fen.</returns>
    public async Task<Result<long>> GiveBack(Membership membership, CancellationToken cancel)
    {
        var (today, used, back) = (Today, await UsedUntil(membership, cancel), 0L);
        foreach (var term in await db.Unfiltered<MembershipTerm>().Where(t => t.Membership == membership.Id && t.Until >= today).OrderByDescending(t => t.From).ToListAsync(cancel))
        {
            var begun = DeskRules.Begun(term.From, term.Months, used);
            var fen = checked(term.FeeFen * (term.Months - begun));
            if (begun == term.Months)
                continue;
            if (fen > 0 && term.Posting is { } posting)
            {
                var wallet = await ledger.Wallet(membership.Person!.Value, LedgerUnit.Fen, cancel);
                var reversed = await ledger.Reverse(
                    new(new(posting), Poster, $"{term.Id:N}-back", ("退出共享办公：未开始的月份退还", "Left the shared office: months that had not begun come back"))
                    {
                        Part = [Entry.To(wallet, new Fen(fen)), Entry.From(await Takings(membership, cancel), new Fen(fen))],
                    }, cancel);
                if (!reversed.Ok)
                    return reversed.As<long>();
            }

            (term.BackFen, term.Until) = (fen, DeskRules.LastOf(term.From, begun));
            back += fen;
        }

        return back;
    }

    /// <summary>Ends a membership: its desk is free, nobody joins any more.</summary>
    public async Task End(Membership membership, MembershipState state, CancellationToken cancel)
    {
        (membership.State, membership.Invite) = (state, null);
        foreach (var desk in await db.Unfiltered<FixedDesk>().Where(d => d.Membership == membership.Id).ToListAsync(cancel))
            desk.Membership = null;
        foreach (var member in await db.Unfiltered<TeamMember>().Where(t => t.Membership == membership.Id && t.LeftAt == null).ToListAsync(cancel))
            member.LeftAt = Now;
        // The desk is somebody else's from tomorrow: what was paid beyond that is in no figure of its use.
        var today = Today;
        foreach (var term in await db.Unfiltered<MembershipTerm>().Where(t => t.Membership == membership.Id && t.Until > today && t.Until >= t.From).ToListAsync(cancel))
            term.Until = term.From > today ? term.From.AddDays(-1) : today;
    }

    /// <summary>Ends a paid membership with its last month that has begun; what has not begun comes back.</summary>
    public async Task<Result<MembershipLeft>> Leave(Membership membership, CancellationToken cancel)
    {
        var back = await GiveBack(membership, cancel);
        if (!back.Ok)
            return back.As<MembershipLeft>();
        // What the rows say now: those that were given back whole ended before they began.
        var last = db.ChangeTracker.Entries<MembershipTerm>().Select(e => e.Entity).Where(t => t.Membership == membership.Id && t.Until >= t.From && t.Until >= Today).Max(t => (DateOnly?)t.Until);
        (membership.Leaving, membership.Until) = (true, last ?? membership.Until);
        if (last is null)
            await End(membership, MembershipState.Ended, cancel);
        return new MembershipLeft(back.Value, last);
    }

    public Task Tell(Membership membership, string what, Phrase title, Phrase body, CancellationToken cancel) => membership.Account == Guid.Empty ? Task.CompletedTask
        : notices.Tell(membership.Account, "desks." + what, title, body, "/desks/mine", $"desks-{what}:{membership.Id}:{membership.Until:yyyyMMdd}", cancel);

    private Task<AccountId> Takings(Membership membership, CancellationToken cancel) => ledger.Open(
        new(new(OwnerKind.Operator, OperatorOf(membership.Space)), LedgerUnit.Fen, "takings", ScopePath.Parse(membership.Scope, null), null) { Label = ("共享办公收入", "Takings of the shared office") }, cancel);
}

/// <summary>What a desk or a room costs somebody: a member's price, or that of a guest.</summary>
internal sealed class DeskPrices(LinliDb db, IServiceProvider services)
{
    // Hours given away in this very request, which no query sees yet.
    private readonly Dictionary<(Guid Membership, string Month), int> given = [];

    /// <summary>The membership that a person has in a space on a day.</summary>
    public async Task<Membership?> Of(Guid person, string space, DateOnly day, CancellationToken cancel) =>
        await db.Unfiltered<Membership>().AsNoTracking().Where(m => m.Space == space && m.State == MembershipState.Active && m.From <= day && m.Until >= day
            && db.Unfiltered<TeamMember>().Any(t => t.Membership == m.Id && t.Person == person && t.LeftAt == null)).OrderBy(m => m.Id).FirstOrDefaultAsync(cancel);

    /// <summary>Included hours of rooms that a team has used, or booked, in the month of a day; those of people who left count on.</summary>
    public async Task<int> Used(Membership membership, DateOnly day, CancellationToken cancel)
    {
        // Two of a team who book at once must not both get the last hour.
        if (db.Database.CurrentTransaction is not null)
            await db.LockUntilCommit($"desk hours {membership.Id}", cancel);
        var people = await db.Unfiltered<TeamMember>().Where(t => t.Membership == membership.Id && t.Person != null).Select(t => t.Person!.Value).Distinct().ToListAsync(cancel);
        var rooms = await db.Unfiltered<MeetingRoom>().Where(r => r.Space == membership.Space).Select(r => r.Offering).ToListAsync(cancel);
        var month = DeskRules.Month(day);
        // Asked for here only: the engine is made with its tariffs, and this one asks the engine.
        var used = (await services.GetRequiredService<IBookings>().Of(people, DeskRules.RoomKind, cancel)).Count(r => r.PriceFen == 0 && r.State != ReservationState.Cancelled && rooms.Contains(r.Offering) && DeskRules.Month(LocalTime.DateOf(r.Start)) == month);
        return used + given.GetValueOrDefault((membership.Id, month));
    }

    /// <summary>Forgets what was remembered: it is saved by then, or was refused.</summary>
    public void Forget() => given.Clear();

    /// <summary>Remembers an hour that was given for nothing and is not saved yet.</summary>
    public void Gave(Membership membership, DateOnly day) =>
        given[(membership.Id, DeskRules.Month(day))] = given.GetValueOrDefault((membership.Id, DeskRules.Month(day))) + 1;
}

/// <summary>What half a day at a desk costs a member.</summary>
internal sealed class DeskTariff(LinliDb db, DeskPrices prices) : IBookingTariff
{
    public string Kind => DeskRules.DeskKind;

    public async Task<long?> PriceFen(BookingQuestion question, int party, CancellationToken cancel) =>
        await db.Unfiltered<DeskSpace>().Where(s => s.Offering == question.Offering).Select(s => s.Code).SingleOrDefaultAsync(cancel) is { } space
        && await prices.Of(question.Person, space, question.Day, cancel) is { } membership ? membership.DeskFen : null;
}

/// <summary>What an hour of a room costs a member: nothing while included hours are left.</summary>
internal sealed class RoomTariff(LinliDb db, DeskPrices prices) : IBookingTariff
{
    public string Kind => DeskRules.RoomKind;

    public async Task<long?> PriceFen(BookingQuestion question, int party, CancellationToken cancel) =>
        await db.Unfiltered<MeetingRoom>().Where(r => r.Offering == question.Offering).Select(r => r.Space).SingleOrDefaultAsync(cancel) is { } space
        && await prices.Of(question.Person, space, question.Day, cancel) is { } membership ? DeskRules.HourFen(membership, await prices.Used(membership, question.Day, cancel)) : null;
}
