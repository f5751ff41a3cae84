using Linli.Cases.Accept;
using Linli.Cases.Answer;
using Linli.Cases.Dispatch;
using Linli.Cases.Handle;
using Linli.Cases.Mediate;
using Linli.Cases.Supervise;
using Linli.Platform.Files;
using Linli.Platform.Results;
using Linli.Platform.UseCases;

namespace Linli.Cases.Desk;

/// <summary>Turns the small forms of the case page into the commands they stand for; the commands decide.</summary>
internal sealed class DeskActs(UseCaseRunner run, IFileStore files)
{
    /// <summary>Carries out one form.</summary>
    /// <param name="id">The case.</param>
    /// <param name="act">Name of the form: the name of a <see cref="CaseAction"/>.</param>
    /// <param name="form">Its fields.</param>
    /// <param name="cancel">Stops waiting.</param>
    public Task<Result<CaseMove>> Carry(CaseId id, string act, DeskForm form, CancellationToken cancel) => act switch
    {
        nameof(CaseAction.Accept) => run.Run(new AcceptCase
        {
            Case = id, Category = form.Text("Category"), Priority = form.Choice<CasePriority>("Priority"), Mode = form.Choice<HandlingMode>("Mode"), Message = form.Text("Message"),
        }, cancel),
        nameof(CaseAction.Dispatch) => run.Run(ToDispatch(id, form), cancel),
        nameof(CaseAction.Grab) => run.Run(new GrabCase { Case = id }, cancel),
        nameof(CaseAction.Start) => run.Run(new StartCase { Case = id, Message = form.Text("Message") }, cancel),
        nameof(CaseAction.Return) => run.Run(new ReturnCase { Case = id, Reason = form.Text("Reason") ?? "" }, cancel),
        nameof(CaseAction.Transfer) => run.Run(new TransferCase { Case = id, Team = form.Text("Team") ?? "", Reason = form.Text("Reason") ?? "" }, cancel),
        nameof(CaseAction.AskCoHandler) => run.Run(new AskCoHandler { Case = id, Team = form.Text("Team") ?? "", Task = form.Text("Task") ?? "" }, cancel),
        nameof(CaseAction.FinishCoHandling) => run.Run(new FinishCoHandling { Case = id, Team = form.Text("Team") ?? "", Result = form.Text("Result") ?? "" }, cancel),
        nameof(CaseAction.AskExtension) => run.Run(new AskExtension { Case = id, WorkingDays = form.Number("WorkingDays") ?? 0, Reason = form.Text("Reason") ?? "" }, cancel),
        nameof(CaseAction.DecideExtension) => run.Run(new DecideExtension { Case = id, Granted = form.Text("Granted") == "yes", Note = form.Text("Note") }, cancel),
        nameof(CaseAction.Supervise) => run.Run(new SuperviseCase { Case = id, Reason = form.Text("Reason") ?? "" }, cancel),
        nameof(CaseAction.HandUp) => run.Run(new MoveLevel { Case = id, Direction = LevelMove.Up, Reason = form.Text("Reason") ?? "" }, cancel),
        nameof(CaseAction.HandDown) => run.Run(new MoveLevel { Case = id, Direction = LevelMove.Down, Reason = form.Text("Reason") ?? "" }, cancel),
        nameof(CaseAction.PlanVisit) => run.Run(new PlanVisit { Case = id, At = form.LocalInstant("At") ?? default, Place = form.Text("Place") ?? "" }, cancel),
        nameof(CaseAction.RecordVisit) => run.Run(new RecordVisit
        {
            Case = id, StartedAt = form.LocalInstant("StartedAt") ?? default, EndedAt = form.LocalInstant("EndedAt") ?? default, Notes = form.Text("Notes") ?? "",
        }, cancel),
        nameof(CaseAction.AddEvidence) => WithPhotos(form, photos => new AddEvidence
        {
            Case = id, Phase = form.Choice<EvidencePhase>("Phase") ?? EvidencePhase.Before, Files = photos,
        }, cancel),
        nameof(CaseAction.Note) => run.Run(new AddMessage { Case = id, Text = form.Text("Text") ?? "", Internal = form.Text("To") != "reporter" }, cancel),
        nameof(CaseAction.Answer) => WithPhotos(form, photos => new AnswerCase
        {
            Case = id, Text = form.Text("Text") ?? "", Outcome = form.Choice<CaseOutcome>("Outcome") ?? CaseOutcome.Solved, Files = photos, Version = form.Number("Version"),
        }, cancel),
        nameof(CaseAction.Merge) => run.Run(new MergeCase { Case = id, Into = new(form.Id("Into") ?? Guid.Empty) }, cancel),
        nameof(CaseAction.HandOver) => run.Run(new HandOverCase
        {
            Case = id, Petition = form.Ticked("Petition"), To = form.Text("To") ?? "", Explanation = form.Text("Explanation") ?? "",
        }, cancel),
        nameof(CaseAction.AddParty) => run.Run(new AddParty
        {
            Case = id, Name = form.Text("Name") ?? "", Phone = form.Text("Phone"), Claim = form.Text("Claim") ?? "",
        }, cancel),
        nameof(CaseAction.Agree) => run.Run(new RecordAgreement { Case = id, Terms = form.Text("Terms") ?? "", FollowUpOn = form.Day("FollowUpOn") ?? default }, cancel),
        nameof(CaseAction.FollowUp) => FollowUp(id, form, cancel),
        nameof(CaseAction.Fail) => run.Run(new FailMediation
        {
            Case = id, Explanation = form.Text("Explanation") ?? "", ReportAs = form.Text("ReportAs"), ReportText = form.Text("ReportText"),
        }, cancel),
        _ => Task.FromResult<Result<CaseMove>>(Problem.Invalid("do", "cases.act_unknown", "没有这个操作。", "There is no such act.")),
    };

    // Neither answer is the usual one: a form without it must not count as "broken".
    private Task<Result<CaseMove>> FollowUp(CaseId id, DeskForm form, CancellationToken cancel) => form.Text("Kept") is { } kept
        ? run.Run(new FollowUpAgreement { Case = id, Kept = kept == "yes", Note = form.Text("Note") ?? "" }, cancel)
        : Task.FromResult<Result<CaseMove>>(Problem.Invalid("kept", "cases.kept_missing", "请选择协议是否履行。", "Say whether the agreement is kept."));

    private static DispatchCase ToDispatch(CaseId id, DeskForm form)
    {
        // A person of the team is named as "member:<account>", any other choice is a way of finding one.
        var how = form.Text("How");
        var member = how?.StartsWith("member:", StringComparison.Ordinal) == true && Guid.TryParse(how["member:".Length..], out var account) ? account : (Guid?)null;
        return new()
        {
            Case = id,
            Team = form.Text("Team") is { } team && team != DispatchForm.ToSteward ? team : null,
            How = member is null ? form.Choice<DispatchHow>("How") ?? DispatchHow.Grab : DispatchHow.Assign,
            Handler = member,
            Mode = form.Choice<HandlingMode>("Mode"),
            Instruction = form.Text("Instruction"),
        };
    }

    private async Task<Result<CaseMove>> WithPhotos(
        DeskForm form, Func<IReadOnlyList<FileId>, ICommand<CaseMove>> command, CancellationToken cancel)
    {
        var photos = await form.Photos("Files", files, cancel);
        return photos.Ok ? await run.Run(command(photos.Value), cancel) : photos.As<CaseMove>();
    }
}
