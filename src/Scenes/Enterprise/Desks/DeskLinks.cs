using System.Globalization;
using Linli.Bookings;
using Linli.Ledger;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Microsoft.EntityFrameworkCore;

namespace Linli.Enterprise.Desks;

/// <summary>Where the page of the space leads to book a desk.</summary>
internal sealed class DeskLinks(LinliDb db) : IBookingLinks
{
    public async Task<IReadOnlyDictionary<string, string>> Paths(CancellationToken cancel) =>
        // Addresses of houses that are open to everybody.
        (await db.Unfiltered<DeskSpace>().Select(s => s.Code).ToListAsync(cancel)).ToDictionary(c => c, c => $"/desks/{c}", StringComparer.Ordinal);
}

/// <summary>Lines of a wallet that are fees lead to the membership.</summary>
internal sealed class DeskStatementLinks(LinliDb db, CurrentCaller current) : ISubjectLinks
{
    public bool Owns(string kind) => kind == DeskBook.Fee;

    public async Task<IReadOnlyDictionary<string, SubjectLink>> Find(IReadOnlyCollection<string> subjects, CancellationToken cancel)
    {
        var ids = subjects.Select(s => Guid.TryParse(s, CultureInfo.InvariantCulture, out var id) ? id : default).Where(i => i != default).ToList();
        var me = current.Value.Person;
        // The caller's own.
        return me is null ? new Dictionary<string, SubjectLink>() : (await db.Unfiltered<Membership>().Where(m => ids.Contains(m.Id) && m.Person == me).Select(m => m.Id).ToListAsync(cancel))
            .ToDictionary(id => id.ToString(), _ => new SubjectLink("/desks/mine"), StringComparer.Ordinal);
    }
}

/// <summary>What was used of desks and rooms goes into the ledger of spaces once it was held (S118).</summary>
internal sealed class RecordDeskUse(LinliDb db, IRosters rosters, IBookings bookings, ISpaceUse use) : IEventHandler<SessionChanged>
{
    public async Task Handle(Delivered<SessionChanged> delivered, CancellationToken cancel)
    {
        var held = delivered.Event;
        if (held.State != SessionState.Held || held.Kind is not (DeskRules.DeskKind or DeskRules.RoomKind))
            return;
        var visits = (await rosters.Of(held.Session, cancel)).Where(r => r.State is ReservationState.Confirmed or ReservationState.Attended).Sum(r => r.Party);
        // Of a space that is open to everybody.
        var space = await db.Unfiltered<DeskSpace>().Where(s => s.Offering == held.Offering).Select(s => s.Code).SingleOrDefaultAsync(cancel)
            ?? await db.Unfiltered<MeetingRoom>().Where(r => r.Offering == held.Offering).Select(r => r.Space).SingleOrDefaultAsync(cancel);
        if (visits == 0 || space is null)
            return;
        var at = delivered.Time;
        if ((await bookings.Sessions([held.Offering], at.AddDays(-3), at.AddDays(1), cancel)).FirstOrDefault(s => s.Id == held.Session) is { } session)
            await use.Record(new(space, session.Day, (int)(session.End - session.Start).TotalMinutes, visits, $"desk-{session.Id.Value:N}"), cancel);
    }
}

/// <summary>What shared desks keep of a person: memberships and places in teams. Payments stay in the books without a name.</summary>
internal sealed class DeskPersonalData(LinliDb db, DeskBook book) : IPersonalData
{
    public string Module => "desks";

    public Phrase Title => ("共享办公", "Shared offices");

    public async Task<IReadOnlyList<DataSection>> Export(DataSubject subject, CancellationToken cancel)
    {
        var mine = await db.Unfiltered<Membership>().AsNoTracking().Where(m => m.Person == subject.Person).OrderBy(m => m.At).ToListAsync(cancel);
        var teams = await db.Unfiltered<TeamMember>().AsNoTracking().Where(t => t.Person == subject.Person).OrderBy(t => t.At).ToListAsync(cancel);
        var ids = mine.ConvertAll(m => m.Id);
        var terms = await db.Unfiltered<MembershipTerm>().AsNoTracking().Where(t => ids.Contains(t.Membership)).OrderBy(t => t.From).ToListAsync(cancel);
        return mine.Count + teams.Count == 0 ? [] :
        [
            new("memberships", ("会员", "Memberships"), [.. mine.Select(m => new DataValue[]
            {
                new("team", ("团队", "Team"), m.Team), new("purpose", ("用途", "Purpose"), m.Purpose), new("state", ("状态", "State"), m.State.ToString().ToLowerInvariant()), DataValue.Day("from", ("开始", "From"), m.From),
                DataValue.Day("until", ("到期", "Until"), m.Until), new("reason", ("未通过原因", "Why not"), m.Reason), DataValue.Instant("at", ("申请时间", "Applied"), m.At),
            })]),
            new("teams", ("加入的团队", "Teams"), [.. teams.Select(t => new DataValue[] { DataValue.Instant("at", ("加入时间", "Joined"), t.At), DataValue.Instant("leftAt", ("退出时间", "Left"), t.LeftAt) })]),
            new("payments", ("会员费", "Fees"), [.. terms.Select(t => new DataValue[]
            {
                DataValue.Day("from", ("从", "From"), t.From), new("months", ("月数", "Months"), t.Months.ToString(CultureInfo.InvariantCulture)),
                new("fen", ("金额（分）", "Fen"), (t.FeeFen * t.Months).ToString(CultureInfo.InvariantCulture)), new("backFen", ("退还（分）", "Given back (fen)"), t.BackFen.ToString(CultureInfo.InvariantCulture)),
            })]),
        ];
    }

    public async Task<IReadOnlyList<DataThatStays>> Stays(DataSubject subject, CancellationToken cancel)
    {
        var terms = await db.Unfiltered<MembershipTerm>().CountAsync(t => db.Unfiltered<Membership>().Any(m => m.Id == t.Membership && m.Person == subject.Person), cancel);
        return terms == 0 ? [] : [new(("会员费已交，不带姓名和团队；未开始的月份请先办退出，退回钱包", "That fees were paid, without name and team; leave first to have months that have not begun back"), ("会计资料（会计法第二十三条）", "Records of accounting (Accounting Law art. 23)"), terms)];
    }

    public async Task Erase(DataSubject subject, CancellationToken cancel)
    {
        // Desks go back first: whoever is gone keeps none.
        foreach (var membership in await db.Unfiltered<Membership>().Where(m => m.Person == subject.Person).ToListAsync(cancel))
        {
            if (DeskBook.Alive.Contains(membership.State))
                await book.End(membership, MembershipState.Ended, cancel);
            (membership.Person, membership.Account, membership.Team, membership.Purpose, membership.Reason) = (null, Guid.Empty, "（已注销）", "", null);
        }

        foreach (var member in await db.Unfiltered<TeamMember>().Where(t => t.Person == subject.Person).ToListAsync(cancel))
            (member.Person, member.Account, member.LeftAt) = (null, Guid.Empty, member.LeftAt ?? book.Now);
    }
}
