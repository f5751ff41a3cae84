using System.Collections.Frozen;
using Linli.Platform.Results;
using static Linli.Cases.CaseAction;
using static Linli.Cases.CaseState;

namespace Linli.Cases.Loop;

/// <summary>
/// The closed loop as a table: which action is possible in which state, and what permission it takes. The one place
/// that decides it; handlers, pages and the API all ask here.
/// </summary>
internal static class CaseLoop
{
    private static readonly CaseState[] Open = [Reported, Accepted, Dispatched, InHand];

    private static readonly FrozenDictionary<CaseAction, Rule> Rules = new Dictionary<CaseAction, Rule>
    {
        [Join] = new(null, Reported, Accepted, Dispatched, InHand),
        [CaseAction.Accept] = new(CasesPermissions.Accept, Reported),
        [CaseAction.Dispatch] = new(CasesPermissions.Dispatch, Reported, Accepted, Dispatched),
        [Grab] = new(CasesPermissions.Handle, Accepted, Dispatched),
        [Start] = new(CasesPermissions.Handle, Dispatched),
        [Return] = new(CasesPermissions.Handle, Dispatched, InHand),
        [Transfer] = new(CasesPermissions.Handle, Dispatched, InHand),
        [AskCoHandler] = new(CasesPermissions.Handle, Dispatched, InHand),
        [FinishCoHandling] = new(CasesPermissions.Handle, Dispatched, InHand),
        [AskExtension] = new(CasesPermissions.Handle, Dispatched, InHand),
        [DecideExtension] = new(CasesPermissions.Decide, Dispatched, InHand),
        [CaseAction.Supervise] = new(CasesPermissions.Supervise, Open),
        [HandUp] = new(CasesPermissions.Handle, Open),
        [HandDown] = new(CasesPermissions.Dispatch, Open),
        [PlanVisit] = new(CasesPermissions.Handle, Open),
        [RecordVisit] = new(CasesPermissions.Handle, Accepted, Dispatched, InHand),
        [AddEvidence] = new(CasesPermissions.Handle, Open),
        [Note] = new(CasesPermissions.Read, Reported, Accepted, Dispatched, InHand, Answered, Confirmed),
        [Message] = new(null, Reported, Accepted, Dispatched, InHand, Answered),
        [ChangeMode] = new(CasesPermissions.Handle, Open),
        [CaseAction.Answer] = new(CasesPermissions.Handle, Accepted, Dispatched, InHand),
        [Confirm] = new(null, Answered),
        [Reopen] = new(null, Answered, Confirmed),
        [Withdraw] = new(null, Reported, Accepted, Dispatched, InHand),
        [Merge] = new(CasesPermissions.Merge, Open),
        [AddParty] = new(CasesPermissions.Mediate, Open),
        [Agree] = new(CasesPermissions.Mediate, Accepted, Dispatched, InHand),
        [FollowUp] = new(CasesPermissions.Mediate, Answered, Confirmed),
        [Fail] = new(CasesPermissions.Mediate, Accepted, Dispatched, InHand, Answered),
        [HandOver] = new(CasesPermissions.Dispatch, Open),
    }.ToFrozenDictionary();

    /// <summary>The permission an action takes; <c>null</c> for those that belong to the reporter.</summary>
    public static string? PermissionFor(CaseAction action) => Rules[action].Permission;

    /// <summary>Why the action is not possible in this state, or <c>null</c> when it is.</summary>
    public static Problem? Refuse(CaseAction action, CaseState state)
    {
        if (Rules[action].From.Contains(state))
            return null;
        var name = CaseText.State(state);
        return Problem.Conflict("cases.wrong_state",
            $"这件事项现在是“{name.Zh}”，不能这样操作，请刷新查看。",
            $"This case is “{name.En}” now, so this cannot be done: reload it.");
    }

    /// <summary>What staff could do in this state, before their permissions are looked at.</summary>
    public static IEnumerable<CaseAction> PossibleIn(CaseState state) =>
        Rules.Where(r => r.Value.From.Contains(state)).Select(r => r.Key);

    private sealed record Rule(string? Permission, params CaseState[] From);
}
