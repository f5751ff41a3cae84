using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Report;

/// <summary>The categories a report can be sorted into (分类), groups before their members.</summary>
public sealed record ListCategories : IQuery<IReadOnlyList<CategoryView>>;

/// <summary>A category.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Parent">Code of the group it belongs to, if any.</param>
/// <param name="Name">What people read.</param>
/// <param name="Description">What belongs in it; empty where the name says it.</param>
/// <param name="Icon">Name of a Tabler icon.</param>
/// <param name="Type">Code of the case type a report of this category becomes.</param>
/// <param name="Open311">Whether Open311 clients see it.</param>
/// <param name="Keywords">Words that suggest it.</param>
public sealed record CategoryView(
    string Code, string? Parent, Phrase Name, Phrase Description, string Icon, string Type, bool Open311, IReadOnlyList<string> Keywords);

internal sealed class ListCategoriesHandler(Categories categories) : IHandler<ListCategories, IReadOnlyList<CategoryView>>, IUseCase
{
    private static readonly char[] Blanks = [' ', ',', '，', '、', ';'];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/categories", (UseCaseRunner run, CancellationToken cancel) => run.Answer(new ListCategories(), cancel))
            .Needs(Access.Public).WithTags("Cases").WithSummary("Categories of reports 分类");

    public async Task<Result<IReadOnlyList<CategoryView>>> Handle(ListCategories request, CancellationToken cancel) =>
        (await categories.All(cancel)).Select(Describe).ToArray();

    private static CategoryView Describe(Category row) => new(
        row.Code, row.Parent, (row.NameZh, row.NameEn), (row.DescriptionZh, row.DescriptionEn), row.Icon, row.Type, row.Open311,
        row.Keywords.Split(Blanks, StringSplitOptions.RemoveEmptyEntries));
}
