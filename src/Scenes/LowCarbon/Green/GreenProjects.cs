using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.LowCarbon.Green;

/// <summary>Facts about a project, each with its date and source.</summary>
/// <param name="Code">Its code; the first one where empty.</param>
internal sealed record ProjectFacts(string? Code = null) : IQuery<ProjectSheet>;

/// <summary>A project with its facts.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What it is called.</param>
/// <param name="About">One paragraph.</param>
/// <param name="Facts">In order.</param>
internal sealed record ProjectSheet(string Code, Phrase Name, Phrase About, IReadOnlyList<FactLine> Facts);

/// <summary>A fact.</summary>
/// <param name="Code">Its code, such as <c>buildings</c>.</param>
/// <param name="Label">What it tells.</param>
/// <param name="Value">The figure, where it is one.</param>
/// <param name="Exactness">How exact it is.</param>
/// <param name="Unit">Unit of the figure.</param>
/// <param name="Text">The sentence, where it is one.</param>
/// <param name="AsOf">As of which day.</param>
/// <param name="Source">Where it was taken from.</param>
internal sealed record FactLine(string Code, Phrase Label, decimal? Value, Exactness Exactness, Phrase? Unit, Phrase? Text, DateOnly AsOf, string Source)
{
    /// <summary>The fact as people read it: 38 幢, 超过 60 亿元.</summary>
    public Phrase Said
    {
        get
        {
            if (Value is not { } value)
                return Text ?? ("", "");
            var (zh, en) = Exactness switch { Exactness.About => ("约 ", "about "), Exactness.MoreThan => ("超过 ", "more than "), _ => ("", "") };
            return ($"{zh}{value:#,##0.##} {Unit?.Zh}".TrimEnd() + (Text is { } said ? "：" + said.Zh : ""), $"{en}{value:#,##0.##} {Unit?.En}".TrimEnd() + (Text is { } more ? ": " + more.En : ""));
        }
    }
}

internal sealed class GreenProjectHandler(LinliDb db) : IHandler<ProjectFacts, ProjectSheet>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/green/projects/{code}", (string code, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ProjectFacts(code), cancel))
            .Needs(Access.Public).WithTags("Green").WithSummary("Facts about a project, with date and source 项目概况");

    public async Task<Result<ProjectSheet>> Handle(ProjectFacts request, CancellationToken cancel)
    {
        var project = await db.Records<GreenProject>().AsNoTracking().Where(p => request.Code == null || p.Code == request.Code).OrderBy(p => p.Code).FirstOrDefaultAsync(cancel);
        if (project is null)
            return Problem.NotFound("lowcarbon.unknown_project", "没有这个项目。", "There is no such project.");
        var facts = await db.Records<ProjectFact>().AsNoTracking().Where(f => f.Project == project.Code).OrderBy(f => f.Position).ToListAsync(cancel);
        return new ProjectSheet(project.Code, (project.NameZh, project.NameEn), (project.AboutZh, project.AboutEn), [.. facts.Select(Line)]);
    }

    private static FactLine Line(ProjectFact fact) => new(
        fact.Code, (fact.LabelZh, fact.LabelEn), fact.Value, fact.Exactness, fact.UnitZh is { } unit ? (unit, fact.UnitEn ?? unit) : null,
        fact.TextZh is { } text ? (text, fact.TextEn ?? text) : null, fact.AsOf, fact.Source);
}
