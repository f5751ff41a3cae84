using System.Globalization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Places.Grids.Teams;

/// <summary>Makes a micro-grid (微网格), or changes it: the third level below community and grid (R09).</summary>
/// <param name="Grid">Code of the grid.</param>
/// <param name="Code">Code of the micro-grid.</param>
/// <param name="NameZh">What people call it, 1–100 characters.</param>
/// <param name="NameEn">In English.</param>
/// <param name="Parts">Codes of buildings whose homes are in the grid; <c>hf-2-c08-07:2</c> takes unit 2 alone.</param>
internal sealed record KeepMicroGrid(string Grid, string Code, string? NameZh, string? NameEn, IReadOnlyList<string>? Parts) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (!PlaceCode.IsValid(Code))
            yield return PlaceCode.Wrong("code");
        if (NameZh?.Trim() is not { Length: >= 1 and <= 100 } || NameEn?.Length > 200)
            yield return Problem.Invalid("nameZh", "places.name_length", "名称应为 1–100 个字。", "A name has 1 to 100 characters.");
        if (Parts is not { Count: >= 1 and <= 40 } || Parts.Distinct().Count() != Parts.Count)
            yield return Problem.Invalid("parts", "places.micro_parts", "请选择 1–40 个楼幢或单元，不要重复。", "Choose 1 to 40 buildings or units, each once.");
    }
}

internal sealed class KeepMicroGridHandler(LinliDb db, PlacesMemory memory, CurrentCaller caller) : IHandler<KeepMicroGrid, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/places/grids/{grid}/micro/{code}", (string grid, string code, Body body, UseCaseRunner runner, CancellationToken cancel) =>
            runner.Answer(new KeepMicroGrid(grid, code, body.NameZh, body.NameEn, body.Parts), cancel)).Needs(PlacesPermissions.Manage);

    public async Task<Result<Done>> Handle(KeepMicroGrid request, CancellationToken cancel)
    {
        var tree = memory.Current.Tree;
        if (tree.FindCode(request.Grid) is not { Kind: PlaceKind.Grid } grid || !caller.Value.May(PlacesPermissions.Manage, grid.Path))
            return PlaceProblems.NoGrid("grid");
        var row = await db.Records<MicroGrid>().SingleOrDefaultAsync(m => m.Code == request.Code, cancel);
        if (row is not null && row.Grid != grid.Path)
            return PlaceProblems.CodeTaken("code", request.Code);
        foreach (var part in request.Parts!)
            if (await Wrong(part, grid, tree, cancel) is { } wrong)
                return wrong;
        var others = await db.Records<MicroGrid>().AsNoTracking().Where(m => m.Code != request.Code).ToListAsync(cancel);
        foreach (var other in others)
            if (request.Parts.FirstOrDefault(p => other.Parts.Split(' ').Any(o => MicroParts.Clash(p, o))) is { } clash)
                return Problem.Invalid("parts", "places.micro_overlap", $"{clash} 已属于微网格 {other.NameZh}。", $"{clash} is in the micro-grid {other.NameEn} already.");
        var parts = string.Join(' ', request.Parts);
        if (row is null)
            db.Records<MicroGrid>().Add(row = new() { Code = request.Code, Grid = grid.Path, NameZh = "", NameEn = "", Parts = parts });
        (row.NameZh, row.NameEn, row.Parts) = (request.NameZh!.Trim(), request.NameEn?.Trim() is { Length: > 0 } en ? en : request.NameZh!.Trim(), parts);
        return Done.It;
    }

    private async Task<Problem?> Wrong(string part, Place grid, ScopeTree tree, CancellationToken cancel)
    {
        var (code, unit) = part.Split(':') switch
        {
            [var whole] => (whole, (int?)null),
            [var some, var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) => (some, n),
            _ => ("", null),
        };
        if (tree.FindCode(code) is { Kind: PlaceKind.Building } building
            && await db.Unfiltered<HomeRow>().AnyAsync(h => h.Building == building.Path && h.Grid == grid.Path && (unit == null || h.Unit == unit), cancel))
            return null;
        return Problem.Invalid("parts", "places.micro_outside", $"{part} 不在本网格里。", $"{part} is not in this grid.");
    }

    private sealed record Body(string? NameZh, string? NameEn, IReadOnlyList<string>? Parts);
}
