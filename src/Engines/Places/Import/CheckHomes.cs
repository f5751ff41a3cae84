using System.Text.Json;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Places.Import;

/// <summary>Checks a staged list of homes (试运行), with columns chosen, contradictions decided, or both; no home is changed.</summary>
/// <param name="Columns">Heading by field; "" for a field no column shall fill; <c>null</c> leaves the columns as they are.</param>
/// <param name="Decisions">
/// What wins: by kind (<c>Area</c>, <c>Use</c>, <c>HouseCode</c>) or by kind and row (<c>Area:12</c>), each <c>Keep</c>,
/// <c>Replace</c> or <c>Skip</c>; <c>null</c> leaves the decisions as they are.
/// </param>
internal sealed record CheckHomes(IReadOnlyDictionary<string, string?>? Columns = null, IReadOnlyDictionary<string, HomeVerdict>? Decisions = null)
    : ICommand<HomesFindings>, IValidated, IAudited
{
    /// <summary>The import.</summary>
    public Guid Id { get; init; }

    public string? AuditSubject => Id.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (Columns?.Keys.FirstOrDefault(f => !HomeColumns.All.Any(c => c.Field == f)) is { } field)
            yield return Problem.Invalid("columns", "places.import_field", $"没有“{field}”这个字段。", $"There is no field '{field}'.");
        if (Decisions is { Count: > 20_000 })
            yield return Problem.Invalid("decisions", "places.import_decisions", "逐条决定太多，请按类别决定。", "Too many decisions: decide by kind.");
    }
}

internal sealed class CheckHomesHandler(LinliDb db, HomesPlanning planning, CurrentCaller current) : IHandler<CheckHomes, HomesFindings>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/places/imports/{id:guid}/check", (Guid id, CheckHomes body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(body with { Id = id }, cancel))
            .Needs(PlacesPermissions.Manage).WithTags("places").WithSummary("Choose columns, decide contradictions, check what would happen 试运行");

    public async Task<Result<HomesFindings>> Handle(CheckHomes request, CancellationToken cancel)
    {
        if (await db.Staged(current, request.Id, cancel) is not { } staged)
            return HomesStaging.NotFound;
        if (staged is not { State: HomesImportState.Uploaded or HomesImportState.Checked, File: { } file })
            return HomesStaging.NotNow;
        var choices = request.Columns?.Where(c => !string.IsNullOrEmpty(c.Value)).ToDictionary(c => c.Key, c => c.Value!) ?? HomesStaging.Choices(staged);
        var decisions = request.Decisions is { } given ? HomeDecisions.From(given) : HomesStaging.Decisions(staged);
        try
        {
            using var list = HomeListFile.Open(new MemoryStream(file), choices);
            if (list.ColumnProblems is { Count: > 0 } unclear)
                return Result<HomesFindings>.Fail(unclear);
            var rows = list.Rows().ToList();
            List<ImportedHome> homes = [.. rows.Select(r => r.Home)];
            var plan = await planning.Plan(homes, HomesStaging.Listed(staged), decisions, cancel);
            // What the plan would change is not written here.
            db.ChangeTracker.Clear();
            staged = (await db.Staged(current, request.Id, cancel))!;
            (staged.Choices, staged.Decisions) = (JsonSerializer.Serialize(choices), JsonSerializer.Serialize(decisions.Verdicts));
            var found = HomesFindings.Of(homes, plan, list.Unused);
            (staged.State, staged.Findings) = (HomesImportState.Checked, JsonSerializer.Serialize(found));
            staged.Refused = plan.Refused.Count == 0 ? null : await RefusedHomes.Workbook(list.Headers, rows.ToDictionary(r => r.Home.Row, r => r.Cells), [.. plan.Refused.Select(r => (r.Row, r.Reason))], cancel);
            return found;
        }
        catch (InvalidTableException e)
        {
            return HomesStaging.Unreadable(e);
        }
    }
}

/// <summary>Throws a staged list away.</summary>
/// <param name="Id">The import.</param>
internal sealed record DropHomes(Guid Id) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class DropHomesHandler(LinliDb db, CurrentCaller current) : IHandler<DropHomes, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete("/places/imports/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new DropHomes(id), cancel))
            .Needs(PlacesPermissions.Manage).WithTags("places").WithSummary("Throw a staged list away 放弃导入").Produces(StatusCodes.Status200OK);

    public async Task<Result<Done>> Handle(DropHomes request, CancellationToken cancel)
    {
        if (await db.Staged(current, request.Id, cancel) is not { } staged)
            return HomesStaging.NotFound;
        db.Records<StagedHomes>().Remove(staged);
        return Done.It;
    }
}
