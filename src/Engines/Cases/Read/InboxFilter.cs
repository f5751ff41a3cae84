using Linli.Cases.Statistics;
using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Platform.Text;

namespace Linli.Cases.Read;

/// <summary>Narrows the staff's cases to what an inbox, an export or a statistic asks for.</summary>
internal sealed class InboxFilter(TextIndex search, CurrentCaller current, TimeProvider time)
{
    /// <summary>Adds the conditions of the request.</summary>
    public async Task<IQueryable<Case>> Apply(IQueryable<Case> cases, Inbox request, CancellationToken cancel)
    {
        cases = InBox(cases, request.Box ?? InboxBox.Open);
        if (request.Category is { } category)
            cases = cases.Where(c => c.Category == category);
        if (request.Type is { } type)
            cases = cases.Where(c => c.Type == type);
        if (request.Team is { } team)
            cases = cases.Where(c => c.Team == team);
        if (request.Channel is { } channel)
            cases = cases.Where(c => c.Channel == channel);
        if (request.Mode is { } mode)
            cases = cases.Where(c => c.Mode == mode);
        if (request.From is { } from)
            cases = cases.Where(c => c.OpenedAt >= from);
        if (request.To is { } to)
            cases = cases.Where(c => c.OpenedAt < to);
        if (request.Fact is { } fact)
            cases = cases.Where(CaseFacts.Condition(fact, Clock.Now(time), request.LateDays ?? CaseStatistics.UsualLateDays));
        return string.IsNullOrWhiteSpace(request.Search) ? cases : cases.Where(await search.Finding(request.Search, cancel));
    }

    private IQueryable<Case> InBox(IQueryable<Case> cases, InboxBox box)
    {
        var me = current.Value.Account;
        var teams = current.Value.Teams.ToList();
        var now = Clock.Now(time);
        return box switch
        {
            InboxBox.New => cases.Where(c => c.State == CaseState.Reported),
            InboxBox.ToDispatch => cases.Where(c => c.State == CaseState.Accepted),
            InboxBox.Pool => cases.Where(c => c.State == CaseState.Dispatched && c.Handler == null && teams.Contains(c.Team!)),
            InboxBox.Mine => Open(cases).Where(c => c.Handler == me),
            InboxBox.Helping => Open(cases),
            InboxBox.Waiting => cases.Where(c => c.State == CaseState.Answered),
            InboxBox.Overdue => cases.Where(c => c.NextDue <= now),
            InboxBox.Supervised => Open(cases).Where(c => c.IsSupervised),
            InboxBox.Closed => cases.Where(c => c.ClosedAt != null),
            InboxBox.All => cases,
            _ => Open(cases),
        };
    }

    private static IQueryable<Case> Open(IQueryable<Case> cases) => cases.Where(c =>
        c.State == CaseState.Reported || c.State == CaseState.Accepted || c.State == CaseState.Dispatched || c.State == CaseState.InHand);
}
