using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Terms;

/// <summary>How long the installation waits with something that cannot be undone, where it differs from what comes with Linli (等待期).</summary>
internal sealed class WaitingTerm
{
    public required string Code { get; init; }

    public required int Hours { get; set; }

    /// <summary>The rule it comes from.</summary>
    public required string Source { get; set; }

    public required string SetByName { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>A wait that comes with Linli.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Hours">How long unless the installation says otherwise.</param>
/// <param name="Least">The shortest allowed.</param>
/// <param name="Most">The longest allowed.</param>
/// <param name="Source">Where it comes from.</param>
internal sealed record Wait(string Code, Phrase Title, int Hours, int Least, int Most, Phrase Source);

/// <summary>Every wait there is, and how long each is here.</summary>
internal sealed class Waits(LinliDb db)
{
    public static readonly Wait PhoneChange = new(
        "phone-change", ("换手机号而旧号码无法确认", "Changing a phone whose old number does not answer"), 72, 24, 720,
        ("平台规则：留出时间让旧号码的使用者发现并停止", "House rule: whoever has the old number gets the time to notice and stop it"));

    public static readonly Wait Erasure = new(
        "erasure", ("注销账号前的反悔期", "Taking a deletion back"), 7 * 24, 0, 15 * 24,
        ("平台规则；个人信息保护法 47、50 条：及时删除，十五个工作日内处理", "House rule; PIPL arts. 47 and 50: deleted in good time, handled within 15 working days"));

    public static readonly IReadOnlyList<Wait> All = [PhoneChange, Erasure];

    public async Task<TimeSpan> Of(Wait wait, CancellationToken cancel) =>
        TimeSpan.FromHours(Math.Clamp(
            await db.Records<WaitingTerm>().Where(w => w.Code == wait.Code).Select(w => (int?)w.Hours).SingleOrDefaultAsync(cancel) ?? wait.Hours, wait.Least, wait.Most));
}

/// <summary>Every wait as it is here.</summary>
internal sealed record ListWaits : IQuery<IReadOnlyList<WaitLine>>;

/// <summary>A wait.</summary>
internal sealed record WaitLine(string Code, Phrase Title, int Hours, int Least, int Most, Phrase Source, string? SetBy);

/// <summary>Sets how long is waited here.</summary>
/// <param name="Hours">Within the bounds of the wait.</param>
/// <param name="Source">The rule it comes from, 2–200 characters.</param>
internal sealed record SetWait(int? Hours, string? Source) : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Which.</summary>
    [JsonIgnore]
    public string Code { get; init; } = "";

    public string? AuditSubject => $"{Code} {Hours}";

    public IEnumerable<Problem> Problems()
    {
        if (Source?.Trim() is not { Length: >= 2 and <= 200 })
            yield return Problem.Invalid("source", "source_missing", "请写明依据（2–200 个字）。", "Say which rule it comes from (2–200 characters).");
    }
}

internal sealed class SetWaitHandler(LinliDb db, CurrentCaller current, TimeProvider time)
    : IHandler<ListWaits, IReadOnlyList<WaitLine>>, IHandler<SetWait, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/privacy/waits", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListWaits(), cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("How long is waited before what cannot be undone 等待期");
        api.MapPut("/privacy/waits/{code}", (string code, SetWait request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("Set how long is waited");
    }

    public async Task<Result<IReadOnlyList<WaitLine>>> Handle(ListWaits request, CancellationToken cancel)
    {
        var set = await db.Records<WaitingTerm>().AsNoTracking().ToDictionaryAsync(w => w.Code, cancel);
        return Waits.All.Select(w => set.GetValueOrDefault(w.Code) is { } own
            ? new WaitLine(w.Code, w.Title, Math.Clamp(own.Hours, w.Least, w.Most), w.Least, w.Most, (own.Source, own.Source), own.SetByName)
            : new WaitLine(w.Code, w.Title, w.Hours, w.Least, w.Most, w.Source, null)).ToList();
    }

    public async Task<Result<Done>> Handle(SetWait request, CancellationToken cancel)
    {
        if (!OfficerPlaces.OfAll(current.Value))
            return OfficerPlaces.WholeOnly;
        if (Waits.All.FirstOrDefault(w => w.Code == request.Code) is not { } wait)
            return Problem.NotFound("wait_unknown", "没有这种等待期。", "There is no such wait.");
        if (request.Hours < wait.Least || request.Hours > wait.Most || request.Hours is null)
            return Problem.Invalid("hours", "hours_range", $"小时数应为 {wait.Least}–{wait.Most}。", $"Hours are {wait.Least} to {wait.Most}.");
        var row = await db.Records<WaitingTerm>().SingleOrDefaultAsync(w => w.Code == wait.Code, cancel);
        if (row is null)
            db.Records<WaitingTerm>().Add(row = new() { Code = wait.Code, Hours = 0, Source = "", SetByName = "", At = default });
        (row.Hours, row.Source, row.SetByName, row.At) = (request.Hours.Value, request.Source!.Trim(), current.Value.Name, Clock.Now(time));
        return Done.It;
    }
}
