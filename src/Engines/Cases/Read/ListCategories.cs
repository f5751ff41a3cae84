using Linli.Cases.Report;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Cases.Read;

/// <summary>The categories a report can be sorted into, groups before their members, with what each asks.</summary>
public sealed record ListCategories : IQuery<IReadOnlyList<CategoryLine>>
{
    /// <summary>Only those that Open311 clients may report: marked so, public, and open to that way in.</summary>
    public bool? Open311 { get; init; }
}

internal sealed class ListCategoriesHandler(Categories categories, CaseTypes types)
    : IHandler<ListCategories, IReadOnlyList<CategoryLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/cases/categories", ([AsParameters] ListCategories request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request, cancel))
            .Needs(Access.Public).WithTags("Cases").WithSummary("Categories and what they ask 分类");

    public async Task<Result<IReadOnlyList<CategoryLine>>> Handle(ListCategories request, CancellationToken cancel)
    {
        var lines = new List<CategoryLine>();
        foreach (var category in await categories.All(cancel))
            lines.Add(LineOf(category, types.Find(category.Type), await categories.QuestionsOf(category.Code, cancel)));
        return request.Open311 is { } wanted ? lines.FindAll(l => l.Open311 == wanted) : lines;
    }

    private static CategoryLine LineOf(Category category, CaseType? type, IReadOnlyList<Question> questions) => new(
        category.Code, category.Parent, (category.NameZh, category.NameEn), (category.DescriptionZh, category.DescriptionEn),
        category.Icon, category.Type, type is { Public: true },
        category.Open311 && type is { Public: true } && type.Channels.Contains(CaseChannel.Open311),
        category.Keywords.Split(' ', StringSplitOptions.RemoveEmptyEntries), questions);
}
