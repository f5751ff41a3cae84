using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Privacy.Sharing;

/// <summary>What data goes to whom outside, and why it may (对外提供与委托处理记录, R40: 网络数据安全管理条例 art. 12). Kept three years after its end.</summary>
internal sealed class SharingRecord : IScoped
{
    public required Guid Id { get; init; }

    /// <summary>Whose residents it is about.</summary>
    public required string Scope { get; init; }

    public required string Recipient { get; init; }

    public required string What { get; init; }

    public required string Purpose { get; init; }

    /// <summary>Law, contract or consent, in words.</summary>
    public required string Basis { get; init; }

    /// <summary>About how many people.</summary>
    public required int People { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>Last local day; <c>null</c> while it goes on.</summary>
    public DateOnly? To { get; set; }

    public required Guid RecordedBy { get; init; }

    public required string RecordedByName { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>Writes down that personal data are given to somebody outside.</summary>
/// <param name="Recipient">Who receives them, 2–200 characters.</param>
/// <param name="What">Which data, 2–500 characters.</param>
/// <param name="Purpose">What for, 2–500 characters.</param>
/// <param name="Basis">Law, contract or consent it rests on, 2–300 characters.</param>
/// <param name="People">About how many people.</param>
/// <param name="From">First local day.</param>
/// <param name="To">Last local day; left out while it goes on.</param>
/// <param name="Place">Whose residents it is about, as the text of a scope path; left out by those who answer for one place only.</param>
internal sealed record RecordSharing(
    string? Recipient, string? What, string? Purpose, string? Basis, int? People, DateOnly? From, DateOnly? To = null, string? Place = null)
    : ICommand<SharingRecorded>, IValidated, IAudited
{
    public string? AuditSubject => Place;

    public IEnumerable<Problem> Problems()
    {
        foreach (var (field, text, most, zh, en) in new[]
        {
            ("recipient", Recipient, 200, "接收方", "who receives the data"), ("what", What, 500, "提供的信息", "which data"),
            ("purpose", Purpose, 500, "用途", "what for"), ("basis", Basis, 300, "依据", "what it rests on"),
        })
            if (text?.Trim() is not { Length: >= 2 } given || given.Length > most)
                yield return Problem.Invalid(field, $"{field}_missing", $"请写明{zh}（2–{most} 个字）。", $"Say {en} (2–{most} characters).");
        if (People is not (>= 0 and <= 100_000_000))
            yield return Problem.Invalid("people", "people_missing", "请填写大约涉及多少人。", "Say about how many people it concerns.");
        if (From is null || To < From)
            yield return Problem.Invalid("from", "from_wrong", "请填写开始日期，且不晚于结束日期。", "Say the first day, not after the last.");
    }
}

/// <summary>The record.</summary>
internal sealed record SharingRecorded(Guid Id);

/// <summary>Ends a sharing that goes on.</summary>
internal sealed record EndSharing(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

/// <summary>Everything given outside, what goes on first.</summary>
internal sealed record ListSharing : IQuery<IReadOnlyList<SharingLine>>;

/// <summary>One record.</summary>
internal sealed record SharingLine(
    Guid Id, string Recipient, string What, string Purpose, string Basis, int People, DateOnly From, DateOnly? To, string By, DateTimeOffset At);

internal sealed class RecordSharingHandler(LinliDb db, CurrentCaller current, TimeProvider time)
    : IHandler<RecordSharing, SharingRecorded>, IHandler<EndSharing, Done>, IHandler<ListSharing, IReadOnlyList<SharingLine>>, IUseCase
{
    private ScopeSet Mine => current.Value.ScopesFor(PeoplePermissions.Privacy);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/privacy/sharing", (RecordSharing request, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Create(request, made => $"/api/v1/privacy/sharing#{made.Id}", cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("Record that data are given outside 对外提供登记");
        api.MapPost("/privacy/sharing/{id:guid}/end", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new EndSharing(id), cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("A sharing has ended");
        api.MapGet("/privacy/sharing", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListSharing(), cancel))
            .Needs(PeoplePermissions.Privacy).WithTags("privacy").WithSummary("Data given outside");
    }

    public Task<Result<SharingRecorded>> Handle(RecordSharing request, CancellationToken cancel) => Task.FromResult(Record(request));

    private Result<SharingRecorded> Record(RecordSharing request)
    {
        if (OfficerPlaces.Of(current.Value, request.Place) is not { } place)
            return OfficerPlaces.Unclear;
        var now = Clock.Now(time);
        var row = new SharingRecord
        {
            Id = Guid.CreateVersion7(now),
            Scope = place.Value,
            Recipient = request.Recipient!.Trim(),
            What = request.What!.Trim(),
            Purpose = request.Purpose!.Trim(),
            Basis = request.Basis!.Trim(),
            People = request.People!.Value,
            From = request.From!.Value,
            To = request.To,
            RecordedBy = current.Value.Account ?? Guid.Empty,
            RecordedByName = current.Value.Name,
            At = now,
        };
        db.Insert(row);
        return new SharingRecorded(row.Id);
    }

    public async Task<Result<Done>> Handle(EndSharing request, CancellationToken cancel)
    {
        if (await db.Scoped<SharingRecord>(Mine).SingleOrDefaultAsync(s => s.Id == request.Id, cancel) is not { } row)
            return Problem.NotFound("sharing_not_found", "没有找到这条记录。", "This record was not found.");
        if (row.To is not null)
            return Problem.Conflict("sharing_ended", "这条记录已结束。", "This record has ended already.");
        var today = LocalTime.Today(time);
        row.To = today < row.From ? row.From : today;
        return Done.It;
    }

    public async Task<Result<IReadOnlyList<SharingLine>>> Handle(ListSharing request, CancellationToken cancel) =>
        await db.Scoped<SharingRecord>(Mine).AsNoTracking().OrderBy(s => s.To != null).ThenByDescending(s => s.At)
            .Select(s => new SharingLine(s.Id, s.Recipient, s.What, s.Purpose, s.Basis, s.People, s.From, s.To, s.RecordedByName, s.At)).ToListAsync(cancel);
}
