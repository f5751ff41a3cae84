using System.Text.Json;
using Linli.Platform.Audit;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Places.Import;

/// <summary>Carries a checked list of homes out, whole or not at all; it is planned anew, on the homes as they are now.</summary>
/// <param name="Id">The import.</param>
internal sealed record CarryOutHomes(Guid Id) : ICommand<HomesFindings>, IAudited
{
    public string? AuditSubject => Id.ToString();
}

internal sealed class CarryOutHomesHandler(LinliDb db, PlacesMemory memory, HomesPlanning planning, CurrentCaller current, AuditTrail audit)
    : IHandler<CarryOutHomes, HomesFindings>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/places/imports/{id:guid}/run", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new CarryOutHomes(id), cancel))
            .Needs(PlacesPermissions.Manage).WithTags("places").WithSummary("Carry out a checked list of homes 正式导入房屋");

    public async Task<Result<HomesFindings>> Handle(CarryOutHomes request, CancellationToken cancel)
    {
        if (await db.Staged(current, request.Id, cancel) is not { } staged)
            return HomesStaging.NotFound;
        if (staged is not { State: HomesImportState.Checked, File: { } file })
            return HomesStaging.NotNow;
        using var list = HomeListFile.Open(new MemoryStream(file), HomesStaging.Choices(staged));
        List<ImportedHome> homes = [.. list.Rows().Select(r => r.Home)];
        var plan = await planning.Plan(homes, HomesStaging.Listed(staged), HomesStaging.Decisions(staged), cancel);
        if (plan.Undecided > 0)
            return Problem.Conflict("places.import_undecided", $"还有 {plan.Undecided} 处与登记的房屋不一致，请先决定怎样处理。", $"{plan.Undecided} contradictions with the register of homes are undecided: decide them first.");
        await ImportHomesHandler.Write(db, memory, plan, cancel);
        var found = HomesFindings.Of(homes, plan, list.Unused);
        (staged.State, staged.Findings, staged.File) = (HomesImportState.Done, JsonSerializer.Serialize(found), null);
        audit.Record("places.import_homes", staged.Id.ToString(), detail: $"rows {found.Rows}, homes +{found.Added} ~{found.Changed}, buildings +{found.Buildings}, refused {found.Refused}");
        return found;
    }
}
