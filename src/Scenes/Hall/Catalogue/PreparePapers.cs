using Linli.Hall.Accept;
using Linli.Hall.Queue;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Catalogue;

/// <summary>
/// Goes through the list before one comes (事前辅导): says all that is missing at once, what of it may come later, and keeps the list for the
/// counter. Nothing is uploaded.
/// </summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Item">Code of the item.</param>
/// <param name="Ready">Codes of the papers one has.</param>
/// <param name="Sharing">Number of the asking for shared data, where the person agreed to one.</param>
internal sealed record PreparePapers(string? Hall, string? Item, IReadOnlyList<string>? Ready, Guid? Sharing = null) : ICommand<PaperCheck>;

/// <summary>What came of the check.</summary>
/// <param name="Item">Name of the item.</param>
/// <param name="Ready">Papers one has.</param>
/// <param name="Shared">Papers that shared data stand for: not needed.</param>
/// <param name="Must">Papers without which it cannot be taken in: bring them.</param>
/// <param name="Later">Papers that may come later, when the person promises so at the counter.</param>
/// <param name="LaterDays">… within so many working days.</param>
/// <param name="CanCome">Whether it will be taken in.</param>
internal sealed record PaperCheck(Phrase Item, IReadOnlyList<Phrase> Ready, IReadOnlyList<Phrase> Shared, IReadOnlyList<Phrase> Must, IReadOnlyList<Phrase> Later, int LaterDays, bool CanCome);

internal sealed class PreparePapersHandler(LinliDb db, HallDesk desk, ItemBook items, ISharedData data) : IHandler<PreparePapers, PaperCheck>, IUseCase
{
    private static readonly Problem NoItem = Problem.NotFound("hall.no_item", "这里没有这个事项。", "This item is not offered here.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/halls/{hall}/items/{item}/check", (string hall, string item, PreparePapers request, UseCaseRunner run, CancellationToken cancel) =>
                run.Answer(request with { Hall = hall, Item = item }, cancel))
            .Needs(Access.SignedIn).WithTags("Hall").WithSummary("Check one's papers before one comes 事前辅导");
        api.MapPost("/halls/{hall}/items/{item}/data", async Task<Results<Ok<SharedDataAnswer>, ProblemHttpResult>> (string hall, string item, int? version, ItemData asking, CancellationToken cancel) =>
        {
            var answer = await asking.Ask(hall, item, version, cancel);
            return answer.Ok ? TypedResults.Ok(answer.Value) : ProblemResults.From(answer.Problems);
        })
            .Needs(Access.SignedIn).WithTags("Hall").WithSummary("Let other offices stand for papers: the call is the person's consent, kept on record 免证办");
    }

    public async Task<Result<PaperCheck>> Handle(PreparePapers request, CancellationToken cancel)
    {
        if (await desk.Find(request.Hall, cancel) is not { } hall || !(await items.In(hall, cancel)).TryGetValue(request.Item ?? "", out var item))
            return NoItem;
        if (desk.Caller is not { Account: { } account, Person: not null })
            return Problem.Forbidden("hall.machine", "接口密钥没有材料可查。", "A machine has no papers.");
        if (request.Ready?.FirstOrDefault(code => item.Papers.All(p => p.Code != code)) is { } unknown)
            return Problem.Invalid("ready", "hall.paper_unknown", $"没有“{unknown}”这份材料。", $"There is no paper “{unknown}”.");
        var answer = request.Sharing is { } id ? await data.Recall(account, ItemData.SubjectOf(item), id, cancel) : null;
        if (request.Sharing is not null && answer is null)
            return Problem.Conflict("hall.sharing_old", "共享数据已过期，或不是为这个事项获取的。请重新获取，或自己带材料。", "The shared data are too old, or were shared for something else: ask again, or bring the papers.");
        var shared = Acceptance.CoveredBy(item.Papers, answer?.Fields.Select(f => f.Code) ?? []);
        var mine = await db.Records<PreparationRow>().SingleOrDefaultAsync(p => p.Account == account && p.Item == item.Row.Code, cancel);
        if (mine is null)
            db.Records<PreparationRow>().Add(mine = new() { Id = Guid.CreateVersion7(desk.Now), Account = account, Item = item.Row.Code, Ready = "", At = desk.Now });
        (mine.Ready, mine.At) = (string.Join(' ', (request.Ready ?? []).Distinct()), desk.Now);
        if (answer is not null)
            (mine.Shared, mine.Sharing) = (string.Join(' ', shared), answer.Id);
        return Check(hall, item, request.Ready ?? [], shared);
    }

    private static PaperCheck Check(HallRow hall, Item item, IReadOnlyList<string> ready, IReadOnlyList<string> shared)
    {
        var judged = Acceptance.Judge(item.Papers, ready, shared, shorter: false);
        return new(
            item.Row.Name, [.. judged.Brought.Select(p => p.Name)], [.. judged.Shared.Select(p => p.Name)], [.. judged.Must.Select(p => p.Name)], [.. judged.Later.Select(p => p.Name)], hall.LaterDays,
            judged.Must.Count == 0);
    }
}

/// <summary>Asks other offices for what stands for an item's papers; asking is the person's consent to exactly this, and is recorded as such (S05, S94).</summary>
internal sealed class ItemData(HallDesk desk, ItemBook items, ISharedData data)
{
    /// <summary>What an answer may be used for: this item, and no other that the same data would do for.</summary>
    public static string SubjectOf(Item item) => "hall/" + item.Row.Code;

    public async Task<Result<SharedDataAnswer>> Ask(string? hallCode, string? code, int? version, CancellationToken cancel)
    {
        if (await desk.Find(hallCode, cancel) is not { } hall || !(await items.In(hall, cancel)).TryGetValue(code ?? "", out var item))
            return Problem.NotFound("hall.no_item", "这里没有这个事项。", "This item is not offered here.");
        if (item.SharedFields.Count == 0)
            return Problem.Conflict("hall.nothing_shared", "这个事项的材料不能由部门共享。", "Other offices share nothing for this item.");
        return desk.Caller is { Account: { } account, Person: not null }
            ? await data.Ask(account, SubjectOf(item), ($"办理{item.Row.NameZh}", $"For: {item.Row.NameEn}"), item.SharedFields, version, cancel)
            : Problem.Forbidden("hall.machine", "接口密钥不能获取数据。", "A machine asks for no data.");
    }
}
