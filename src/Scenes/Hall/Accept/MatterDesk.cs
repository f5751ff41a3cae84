using Linli.Cases;
using Linli.Cases.Accept;
using Linli.Cases.Answer;
using Linli.Cases.Read;
using Linli.Cases.Report;
using Linli.Hall.Catalogue;
using Linli.Hall.Queue;
using Linli.Notices;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Results;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Accept;

/// <summary>Whose a matter is, as the hall keeps it: whoever came, or the principal of who came for them.</summary>
/// <param name="Account">Who hears of it.</param>
/// <param name="Person">Whom of the register.</param>
/// <param name="Name">Masked.</param>
internal sealed record Whose(Guid? Account, Guid? Person, string? Name);

/// <summary>Matters on their cases: what is taken in, what is missing, what came of it. The case goes the way of all cases.</summary>
internal sealed class MatterDesk(LinliDb db, HallDesk desk, UseCaseRunner run, Counters counters, IScopeTree tree, INotices notices)
{
    /// <summary>Category, and case type, of what a hall takes in.</summary>
    public const string Category = "gov_service";

    private static readonly TimeSpan PreparationLasts = TimeSpan.FromDays(7);

    public static readonly CaseType Type = new("hall", ("政务服务", "Government service"))
    {
        Channels = [CaseChannel.Counter, CaseChannel.Phone, CaseChannel.Steward, CaseChannel.Snap], ForResidents = false,
    };

    /// <summary>Code of the community of a place; of a larger one its first.</summary>
    public string? CommunityOf(string scope)
    {
        var place = ScopePath.Parse(scope, null);
        return tree.CommunityOf(place)?.Code ?? tree.All.FirstOrDefault(p => p.Kind == PlaceKind.Community && place.Contains(p.Path))?.Code;
    }

    /// <summary>Papers that shared data stand for, as the person prepared them in the last days.</summary>
    public async Task<IReadOnlyList<string>> SharedOf(Guid? account, string item, CancellationToken cancel)
    {
        var since = desk.Now - PreparationLasts;
        var prepared = account is null ? null : await db.Records<PreparationRow>().AsNoTracking().SingleOrDefaultAsync(p => p.Account == account && p.Item == item && p.At > since, cancel);
        return prepared?.Shared.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
    }

    /// <summary>Whether somebody has a matter on the green channel that is not finished: with it they go first whenever they come (S90).</summary>
    public Task<bool> IsGreen(Guid person, CancellationToken cancel) =>
        db.Unfiltered<FileRow>().AnyAsync(f => f.Person == person && f.FinishedAt == null && db.Records<WayRow>().Any(w => w.Case == f.Case && w.Way == HallWay.GreenChannel), cancel);

    /// <summary>Logs the case, and opens the hall's file beside it.</summary>
    /// <param name="hall">The hall.</param>
    /// <param name="scope">The place of the counter it is taken in at.</param>
    /// <param name="call">The case.</param>
    /// <param name="whose">Whose it is.</param>
    /// <param name="ticket">The ticket they came with.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Result<FileRow>> Open(HallRow hall, string scope, LogCall call, Whose whose, Guid? ticket, CancellationToken cancel)
    {
        var logged = await run.Run(call, cancel);
        if (!logged.Ok)
            return logged.As<FileRow>();
        var file = new FileRow
        {
            Case = logged.Value.Id, Number = logged.Value.Number, Hall = hall.Id, Scope = scope, Account = whose.Account, Person = whose.Person, Name = whose.Name,
            Ticket = ticket, At = desk.Now, VisitAt = call.Mode == HandlingMode.HomeVisit ? call.AppointmentAt?.ToUniversalTime() : null,
        };
        db.Insert(file);
        return file;
    }

    public HallMatter Add(FileRow file, ItemRow item, MatterState state, int order = 1)
    {
        var matter = new HallMatter { Id = Guid.CreateVersion7(desk.Now), Case = file.Case, Scope = file.Scope, Item = item.Code, Order = order, State = state };
        db.Insert(matter);
        return matter;
    }

    /// <summary>Writes where each paper is, gives the receipt and starts the limit.</summary>
    /// <param name="hall">The hall.</param>
    /// <param name="matter">What is taken in.</param>
    /// <param name="item">Its item.</param>
    /// <param name="judged">Where its papers are.</param>
    /// <param name="laterUntil">Until when those come that are missing.</param>
    /// <param name="at">When they were taken in: limits run from that day, also where it is written down later.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task TakeIn(HallRow hall, HallMatter matter, Item item, Judged judged, DateOnly? laterUntil, DateTimeOffset at, CancellationToken cancel)
    {
        var today = LocalTime.DateOf(at);
        var number = await counters.Next(db, $"hall/{hall.Code}/receipt/{today:yyMM}", cancel);
        (matter.State, matter.Receipt, matter.TakenInAt, matter.Clerk) = (MatterState.InHand, $"{hall.Code.ToUpperInvariant()}-SL-{today:yyMM}-{number:0000}", Clock.ToMicroseconds(at.ToUniversalTime()), desk.Caller.Account);
        matter.DueOn = Acceptance.DueOn(item.Row, today, WorkingDayCalendar.China);
        if (judged.Later.Count > 0)
            (matter.LaterUntil, matter.PromisedAt) = (laterUntil, matter.TakenInAt);
        foreach (var (papers, state) in new[] { (judged.Brought, PaperState.Brought), (judged.Shared, PaperState.Shared), (judged.Dropped, PaperState.Dropped), (judged.Later, PaperState.Later) })
            db.Records<MatterPaper>().AddRange(papers.Select(p => new MatterPaper { Matter = matter.Id, Paper = p.Code, State = state, At = state == PaperState.Later ? null : matter.TakenInAt }));
    }

    public static MatterReceipt Receipt(FileRow file, HallMatter matter, Item item, Judged judged) => new(
        matter.Id, file.Case.Value, file.Number, matter.Receipt!, item.Row.Name, matter.DueOn, [.. judged.Later.Select(p => p.Name)], matter.LaterUntil, [.. judged.Shared.Concat(judged.Dropped).Select(p => p.Name)]);

    /// <summary>Ends a matter with what came of it; the case is answered when its last one ended.</summary>
    public async Task<Result<Done>> End(FileRow file, HallMatter matter, MatterState outcome, string words, CancellationToken cancel)
    {
        // Whoever ends the last two at the same moment: the second sees what the first did.
        await db.LockUntilCommit($"hall.case.{file.Case.Value:N}", cancel);
        (matter.State, matter.Outcome, matter.EndedAt, matter.Clerk) = (outcome, words, desk.Now, matter.Clerk ?? desk.Caller.Account);
        var all = await db.Unfiltered<HallMatter>().Where(m => m.Case == file.Case).ToListAsync(cancel);
        if (all.Any(m => m.State is MatterState.Planned or MatterState.InHand))
            return Done.It;
        file.FinishedAt = desk.Now;
        var names = await db.Unfiltered<ItemRow>().Where(i => all.Select(m => m.Item).Contains(i.Code)).ToDictionaryAsync(i => i.Code, i => i.NameZh, cancel);
        var answered = await Answer(file, new()
        {
            Case = file.Case, Outcome = all.Any(m => m.State == MatterState.Granted) ? CaseOutcome.Solved : CaseOutcome.Explained,
            Text = string.Join('\n', all.OrderBy(m => m.Order).Select(m => $"{names.GetValueOrDefault(m.Item, m.Item)}：{HallWords.Of(m.State).Zh}。{m.Outcome}{(m.Receipt is null ? "" : $"（{m.Receipt}）")}")),
        }, cancel);
        if (!answered.Ok)
            return answered;
        if (file.Account is { } account)
            await notices.Tell(account, "hall.finished", ("您的事项已办结", "Your matter is finished"), ($"{file.Number} 已办结，请查看结果。", $"{file.Number} is finished: see what came of it."), "/hall/mine", $"hall.finished.{file.Case.Value:N}", cancel);
        return Done.It;
    }

    // An application from home is accepted only now; a case that was withdrawn or ended elsewhere has its answer.
    private async Task<Result<Done>> Answer(FileRow file, AnswerCase answer, CancellationToken cancel)
    {
        var seen = await run.Ask(new OpenCase(file.Case), cancel);
        if (!seen.Ok)
            return seen.As<Done>();
        var state = seen.Value.Line.State;
        if (state == CaseState.Reported && await run.Run(new AcceptCase { Case = file.Case }, cancel) is { Ok: false } refused)
            return refused.As<Done>();
        if (state is not (CaseState.Reported or CaseState.Accepted or CaseState.Dispatched or CaseState.InHand))
            return Done.It;
        var answered = await run.Run(answer, cancel);
        return answered.Ok ? Done.It : answered.As<Done>();
    }
}
