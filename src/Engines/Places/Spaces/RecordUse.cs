using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Spaces;

/// <summary>Staff write down how long a space was used on a day, and by how many.</summary>
/// <param name="Code">The space; in the address.</param>
/// <param name="Day">Local date, not in the future.</param>
/// <param name="Hours">0.25 to 24, in quarters.</param>
/// <param name="Visits">How many people came, 0 to 100,000.</param>
/// <param name="Community">Code of the community whose people they were, where they were counted apart (S27).</param>
/// <param name="Note">What it was, at most 200 characters.</param>
internal sealed record RecordUse(string Code, DateOnly Day, decimal Hours, int Visits, string? Community = null, string? Note = null)
    : ICommand<UseRecorded>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (Hours is < 0.25m or > 24 || Hours * 4 != decimal.Truncate(Hours * 4))
            yield return Problem.Invalid("hours", "places.use_hours", "时长为 0.25–24 小时，以一刻钟为单位。", "Give 0.25 to 24 hours, in quarters of an hour.");
        if (Visits is < 0 or > 100_000)
            yield return Problem.Invalid("visits", "places.use_visits", "人次为 0–100000。", "Give 0 to 100,000 visits.");
        if (!PlainText.TryCleanLine(Note, 200, out _))
            yield return Problem.Invalid("note", "places.text_length", "最多 200 个字，一行。", "At most 200 characters on one line.");
    }
}

/// <summary>An entry of use.</summary>
/// <param name="Id">Its id, to take it back.</param>
internal sealed record UseRecorded(Guid Id);

/// <summary>Takes back an entry that staff wrote down wrongly.</summary>
/// <param name="Id">The entry.</param>
internal sealed record RemoveUse(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class RecordUseHandler(LinliDb db, IScopeTree tree, CurrentCaller current, TimeProvider time)
    : IHandler<RecordUse, UseRecorded>, IHandler<RemoveUse, Done>, ISpaceUse, IUseCase
{
    private const int Day = 24 * 60;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/places/spaces/{code}/use", (string code, RecordUse request, UseCaseRunner runner, CancellationToken cancel) =>
                runner.Create(request with { Code = code }, u => $"/api/v1/places/spaces/use/{u.Id}", cancel))
            .Needs(PlacesPermissions.Keep).WithTags("Spaces").WithSummary("Write down a use of a space 登记使用");
        api.MapDelete("/places/spaces/use/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new RemoveUse(id), cancel))
            .Needs(PlacesPermissions.Keep).WithTags("Spaces").WithSummary("Take back an entry of use");
    }

    public async Task<Result<UseRecorded>> Handle(RecordUse request, CancellationToken cancel)
    {
        if (await db.Scoped<SpaceRow>(current.Value.ScopesFor(PlacesPermissions.Keep)).SingleOrDefaultAsync(s => s.Code == request.Code, cancel) is not { } space)
            return SpaceProblems.NoSpace();
        if (request.Day > LocalTime.Today(time) || request.Day < LocalTime.Today(time).AddYears(-3))
            return Problem.Invalid("day", "places.use_day", "日期应在今天或以前（三年内）。", "The day is today or before, within three years.");
        ScopePath? community = null;
        if (!string.IsNullOrEmpty(request.Community))
        {
            if (tree.Resolve(request.Community) is not { Kind: PlaceKind.Community } found)
                return Problem.Invalid("community", "places.unknown_community", "没有这个社区，请检查代码。", "There is no such community: check its code.");
            community = found.Path;
        }

        var minutes = (int)(request.Hours * 60);
        var sameDay = await db.Unfiltered<SpaceUseRow>().Where(u => u.Space == space.Code && u.Day == request.Day && u.Source == UseSource.Staff && u.Community == community)
            .SumAsync(u => u.Minutes, cancel);
        if (sameDay + minutes > Day)
            return Problem.Invalid("hours", "places.use_more_than_a_day",
                $"这一天已登记 {sameDay / 60m:0.##} 小时，合计超过 24 小时。", $"{sameDay / 60m:0.##} hours are written down for this day; together they are more than 24.");
        return new UseRecorded(Add(space, request.Day, minutes, request.Visits, community, UseSource.Staff, null, request.Note));
    }

    public async Task<Result<Done>> Handle(RemoveUse request, CancellationToken cancel)
    {
        if (await db.Scoped<SpaceUseRow>(current.Value.ScopesFor(PlacesPermissions.Keep)).SingleOrDefaultAsync(u => u.Id == request.Id, cancel) is not { } entry)
            return Problem.NotFound("places.unknown_use_entry", "没有这条使用记录。", "There is no such entry.");
        if (entry.Source != UseSource.Staff)
            return Problem.Conflict("places.use_of_booking", "这条来自预约，请到预约里更正。", "This comes from a booking: correct it there.");
        db.Delete(entry);
        return Done.It;
    }

    public async Task<bool> Record(SpaceUseEntry entry, CancellationToken cancel)
    {
        // Called by engines in their own use cases, which have asked who may.
        if (entry.Minutes is < 1 or > Day || entry.Visits < 0
            || await db.Unfiltered<SpaceRow>().SingleOrDefaultAsync(s => s.Code == entry.Space, cancel) is not { } space
            || await db.Unfiltered<SpaceUseRow>().AnyAsync(u => u.SourceKey == entry.Key, cancel))
            return false;
        var community = tree.Resolve(entry.Community) is { Kind: PlaceKind.Community } found ? found.Path : default(ScopePath?);
        Add(space, entry.Day, entry.Minutes, entry.Visits, community, UseSource.Booking, entry.Key, entry.Note);
        return true;
    }

    private Guid Add(SpaceRow space, DateOnly day, int minutes, int visits, ScopePath? community, UseSource source, string? key, string? note)
    {
        var now = Clock.Now(time);
        var id = Guid.CreateVersion7(now);
        db.Insert(new SpaceUseRow
        {
            Id = id, Scope = space.Scope, Space = space.Code, Day = day, Minutes = minutes, Visits = visits, Community = community, Source = source, SourceKey = key,
            Note = PlainText.TryCleanLine(note, 200, out var clean) && clean.Length > 0 ? clean : null, By = current.Value.Account, At = now,
        });
        return id;
    }
}
