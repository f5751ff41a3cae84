using Linli.Hall.Queue;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Hall.Catalogue;

/// <summary>Finds items (办事指南), by words of their name, keywords or office.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Words">What people look for; all of them must be found. Everything when left out.</param>
internal sealed record FindItems(string? Hall, string? Words = null) : IQuery<IReadOnlyList<ItemView>>;

/// <summary>One item.</summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Code">Code of the item.</param>
internal sealed record ReadItem(string? Hall, string? Code) : IQuery<ItemView>;

/// <summary>An item as everybody reads it.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="About">For whom and what for.</param>
/// <param name="Office">Who decides.</param>
/// <param name="Days">Promised limit; 0 is at once.</param>
/// <param name="Count">How the days are counted.</param>
/// <param name="LegalDays">Limit by law.</param>
/// <param name="Source">The law.</param>
/// <param name="Fee">Fees; <c>null</c> for none.</param>
/// <param name="ByProxy">Whether somebody else may come.</param>
/// <param name="Shorter">Steps that can be left out; <c>null</c> for none.</param>
/// <param name="NeedsNothing">Whether shared data can stand for every paper.</param>
/// <param name="Papers">What to bring.</param>
internal sealed record ItemView(
    string Code, Phrase Name, Phrase About, Phrase Office, int Days, DayCount Count, int LegalDays, string Source, Phrase? Fee, bool ByProxy, string? Shorter, bool NeedsNothing,
    IReadOnlyList<PaperView> Papers)
{
    public static ItemView Of(Item item) => new(
        item.Row.Code, item.Row.Name, (item.Row.AboutZh, item.Row.AboutEn), (item.Row.OfficeZh, item.Row.OfficeEn), item.Row.Days, item.Row.Count, item.Row.LegalDays, item.Row.Source,
        item.Row.FeeZh.Length == 0 ? null : (item.Row.FeeZh, item.Row.FeeEn), item.Row.ByProxy, item.Row.Shorter.Length == 0 ? null : item.Row.Shorter, item.NeedsNothing,
        [.. item.Papers.Select(p => new PaperView(p.Code, p.Name, p.Lesser, p.Droppable, p.Covers))]);
}

/// <summary>A paper an item needs.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Lesser">Whether it may come later.</param>
/// <param name="Droppable">Whether the shorter way does without it.</param>
/// <param name="CoveredBy">Codes of shared data that stand for it.</param>
internal sealed record PaperView(string Code, Phrase Name, bool Lesser, bool Droppable, IReadOnlyList<string> CoveredBy);

internal sealed class FindItemsHandler(HallDesk desk, ItemBook items) : IHandler<FindItems, IReadOnlyList<ItemView>>, IHandler<ReadItem, ItemView>, IUseCase
{
    private static readonly Problem NoItem = Problem.NotFound("hall.no_item", "这里没有这个事项。", "This item is not offered here.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/halls/{hall}/items", (string hall, string? words, UseCaseRunner run, CancellationToken cancel) => run.Answer(new FindItems(hall, words), cancel))
            .Needs(Access.Public).WithTags("Hall").WithSummary("The catalogue of items 办事指南");
        api.MapGet("/halls/{hall}/items/{code}", (string hall, string code, UseCaseRunner run, CancellationToken cancel) => run.Answer(new ReadItem(hall, code), cancel))
            .Needs(Access.Public).WithTags("Hall").WithSummary("One item with its papers and limits");
    }

    public async Task<Result<IReadOnlyList<ItemView>>> Handle(FindItems request, CancellationToken cancel)
    {
        if (await desk.Find(request.Hall, cancel) is not { } hall)
            return HallDesk.NoHall;
        if (request.Words?.Length > 60)
            return Problem.Invalid("words", "hall.words_length", "最多 60 个字。", "At most 60 characters.");
        var words = (request.Words ?? "").Split((char[])[' ', '　'], StringSplitOptions.RemoveEmptyEntries);
        return (await items.In(hall, cancel)).Values.Where(i => words.All(w => Text(i.Row).Contains(w, StringComparison.OrdinalIgnoreCase))).Select(ItemView.Of).ToList();
    }

    public async Task<Result<ItemView>> Handle(ReadItem request, CancellationToken cancel) =>
        await desk.Find(request.Hall, cancel) is { } hall && (await items.In(hall, cancel)).TryGetValue(request.Code ?? "", out var item) ? ItemView.Of(item) : NoItem;

    private static string Text(ItemRow item) => $"{item.NameZh} {item.NameEn} {item.OfficeZh} {item.OfficeEn} {item.Keywords} {item.AboutZh}";
}
