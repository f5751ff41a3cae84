using Linli.Cases.Accept;
using Linli.Cases.Dispatch;
using Linli.Platform.Results;
using Linli.Platform.UseCases;

namespace Linli.Cases.Desk;

/// <summary>One act on several ticked cases (批量): each by its own command, so that one failure holds up no other.</summary>
internal sealed class BulkActs(UseCaseRunner run)
{
    /// <summary>Most cases at once.</summary>
    public const int AtMost = 100;

    /// <summary>Carries out what the form asks for: <c>Act</c>, ticked <c>Case</c>s, and for dispatching <c>Team</c> and <c>How</c>.</summary>
    public async Task<BulkOutcome> Carry(DeskForm form, CancellationToken cancel)
    {
        var act = form.Text("Act") == "dispatch" ? "dispatch" : "accept";
        var done = new List<string>();
        var failed = new List<(Guid, Problem)>();
        foreach (var id in form.All("Case").Take(AtMost).Select(v => Guid.TryParse(v, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct())
        {
            var result = act == "dispatch"
                ? await run.Run(Dispatch(new(id), form), cancel)
                : await run.Run(new AcceptCase { Case = new(id) }, cancel);
            if (result.Ok)
                done.Add(result.Value.Number);
            else
                failed.Add((id, result.Problem));
        }

        return new(act, done, failed);
    }

    private static DispatchCase Dispatch(CaseId id, DeskForm form) => new()
    {
        Case = id,
        Team = form.Text("Team") is { } team && team != DispatchForm.ToSteward ? team : null,
        How = form.Choice<DispatchHow>("How") ?? DispatchHow.Grab,
        Instruction = form.Text("Instruction"),
    };
}
