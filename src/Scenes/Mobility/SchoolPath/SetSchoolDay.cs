using System.Text.Json.Serialization;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Mobility.SchoolPath;

/// <summary>One day of a place is otherwise than its terms and the national calendar say; said again, it takes the place of what was said before.</summary>
public sealed record SetSchoolDay : ICommand<Done>, IValidated, IAudited
{
    /// <summary>The most characters of a note.</summary>
    public const int MostNote = 100;

    /// <summary>Code of the place; in the address.</summary>
    [JsonIgnore]
    public string Place { get; init; } = "";

    /// <summary>The day, in Shanghai.</summary>
    public DateOnly Date { get; init; }

    /// <summary>What there is on it; has to be said.</summary>
    public SchoolDayKind? Kind { get; init; }

    /// <summary>Why; at most 100 characters.</summary>
    public string? Note { get; init; }

    string? IAudited.AuditSubject => Place;

    IEnumerable<Problem> IValidated.Problems()
    {
        if (Kind is null)
            yield return Problem.Invalid("kind", "mobility.day_kind", "请写明这一天上学（school）、放假（off）还是恢复平常（usual）。", "Say whether there is school on this day: school, off, or usual.");
        if (Note?.Length > MostNote)
            yield return Problem.Invalid("note", "mobility.day_note", $"说明不超过 {MostNote} 字。", $"Keep the note to {MostNote} characters.");
    }
}

/// <summary>What there is on a day.</summary>
public enum SchoolDayKind
{
    /// <summary>What the terms and the national calendar say.</summary>
    Usual,

    /// <summary>School, whatever they say.</summary>
    School,

    /// <summary>No school, whatever they say.</summary>
    Off,
}

internal sealed class SetSchoolDayHandler(LinliDb db, IScopeTree tree, SchoolMemory schools, CurrentCaller current) : IHandler<SetSchoolDay, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/mobility/school-calendar/{place}/day", (string place, SetSchoolDay request, UseCaseRunner runner, CancellationToken cancel) =>
                runner.Answer(request with { Place = place }, cancel))
            .Needs(MobilityPermissions.SchoolPath).WithSummary("Say that a day is otherwise 设置一天上学或放假");

    public async Task<Result<Done>> Handle(SetSchoolDay request, CancellationToken cancel)
    {
        var place = SchoolPlaces.Find(tree, current, request.Place);
        if (!place.Ok)
            return place.As<Done>();
        var scope = place.Value!.Path.Value;
        // Of the place just asked for.
        await db.Unfiltered<SchoolDayRow>().Where(d => d.Scope == scope && d.Date == request.Date).ExecuteDeleteAsync(cancel);
        if (request.Kind != SchoolDayKind.Usual)
            db.Insert(new SchoolDayRow { Scope = scope, Date = request.Date, IsSchoolDay = request.Kind == SchoolDayKind.School, Note = request.Note?.Trim() ?? "" });
        schools.Changed(db);
        return Done.It;
    }
}
