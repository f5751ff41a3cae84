using Linli.Platform.Data;
using Linli.Platform.Files;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.MoveIn;

/// <summary>The caller's own check-lists, the newest first.</summary>
internal sealed record MyMoveIns : IQuery<IReadOnlyList<MoveInView>>;

/// <summary>One item of the caller's own list, with what to read and to answer.</summary>
internal sealed record OpenItem(Guid Id) : IQuery<ItemView>;

/// <summary>A check-list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Account">Whose.</param>
/// <param name="Home">The home.</param>
/// <param name="At">Since when, UTC.</param>
/// <param name="MayHaveKeys">Whether keys and credentials may be given.</param>
/// <param name="ReadyAt">When the training was done.</param>
/// <param name="OverriddenAt">When somebody allowed keys before that.</param>
/// <param name="OverrideReason">Why.</param>
/// <param name="KeyAt">When keys were handed over.</param>
/// <param name="KeyWhat">What was handed over.</param>
/// <param name="Items">The items in their order.</param>
internal sealed record MoveInView(
    Guid Id, Guid Account, string Home, DateTimeOffset At, bool MayHaveKeys, DateTimeOffset? ReadyAt, DateTimeOffset? OverriddenAt, string? OverrideReason,
    DateTimeOffset? KeyAt, string? KeyWhat, IReadOnlyList<ItemLine> Items);

/// <summary>An item in a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Code">Code of the module.</param>
/// <param name="Version">Version of the module.</param>
/// <param name="Title">Its title.</param>
/// <param name="Mode">quiz, session or desk.</param>
/// <param name="Compulsory">Whether keys wait for it.</param>
/// <param name="TriesLeft">Tries that are left of a quiz.</param>
/// <param name="DoneAt">When it was done.</param>
/// <param name="DoneBy">How it was done.</param>
/// <param name="Note">Where the session was, or what was seen.</param>
internal sealed record ItemLine(
    Guid Id, string Code, int Version, Phrase Title, TrainingMode Mode, bool Compulsory, int TriesLeft, DateTimeOffset? DoneAt, ItemDoneBy? DoneBy, string? Note);

/// <summary>An item to work through. Which options are right is not said.</summary>
/// <param name="Line">The item.</param>
/// <param name="Text">What to know.</param>
/// <param name="Video">Address of a film.</param>
/// <param name="Pictures">Pictures.</param>
/// <param name="PassMark">Percent of right answers that passes.</param>
/// <param name="Questions">The quiz.</param>
/// <param name="Tries">The tries so far.</param>
internal sealed record ItemView(
    ItemLine Line, Phrase Text, string? Video, IReadOnlyList<StoredFile> Pictures, int PassMark, IReadOnlyList<QuestionView> Questions, IReadOnlyList<TryLine> Tries);

/// <summary>A question without its solution.</summary>
internal sealed record QuestionView(Phrase Text, bool Several, IReadOnlyList<Phrase> Options);

/// <summary>A try at a quiz.</summary>
internal sealed record TryLine(int Number, DateTimeOffset At, int Right, int Total, bool Passed);

internal sealed class MyMoveInsHandler(LinliDb db, CurrentCaller current, IFileStore files)
    : IHandler<MyMoveIns, IReadOnlyList<MoveInView>>, IHandler<OpenItem, ItemView>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/move-in/mine", async (UseCaseRunner runner, CurrentCaller current, Linli.People.IHomeTies ties, MoveIns moveIns, CancellationToken cancel) =>
            {
                await OpenOwnMoveInsHandler.OpenWhatIsMissing(current, ties, moveIns, runner, cancel);
                return await runner.Answer(new MyMoveIns(), cancel);
            })
            .Needs(Access.SignedIn).WithTags("move-in").WithSummary("My move-in check-lists 我的入住清单");
        api.MapGet("/move-in/items/{id:guid}", (Guid id, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new OpenItem(id), cancel))
            .Needs(Access.SignedIn).WithTags("move-in").WithSummary("An item of my check-list, with its quiz");
    }

    public async Task<Result<IReadOnlyList<MoveInView>>> Handle(MyMoveIns request, CancellationToken cancel)
    {
        var account = current.Value.Account;
        var lists = await db.Unfiltered<MoveInList>().AsNoTracking().Where(l => l.Account == account).OrderByDescending(l => l.At).Take(20).ToListAsync(cancel);
        return await Views(db, lists, cancel);
    }

    public async Task<Result<ItemView>> Handle(OpenItem request, CancellationToken cancel)
    {
        var account = current.Value.Account;
        var item = await db.Records<MoveInItem>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == request.Id, cancel);
        if (item is null || !await db.Unfiltered<MoveInList>().AnyAsync(l => l.Id == item.List && l.Account == account, cancel))
            return NotYours;
        var module = await db.Unfiltered<TrainingModule>().AsNoTracking().SingleAsync(m => m.Id == item.Module, cancel);
        var tries = await db.Records<QuizTry>().AsNoTracking().Where(t => t.Item == item.Id).OrderBy(t => t.Number).ToListAsync(cancel);
        return new ItemView(
            Line(item, module), (module.TextZh, module.TextEn), module.Video, await files.Of(TrainingPictures.Kind, module.Id, cancel), module.PassMark,
            [.. module.Quiz().Select(q => new QuestionView((q.Zh, q.En), q.Several, [.. q.Options.Select(o => new Phrase(o.Zh, o.En))]))],
            tries.ConvertAll(t => new TryLine(t.Number, t.At, t.Right, t.Total, t.Passed)));
    }

    public static Problem NotYours => Problem.NotFound("services.item_not_found", "没有找到这一项。", "This item was not found.");

    /// <summary>Lists with their items.</summary>
    public static async Task<List<MoveInView>> Views(LinliDb db, List<MoveInList> lists, CancellationToken cancel)
    {
        var ids = lists.ConvertAll(l => l.Id);
        var items = await db.Records<MoveInItem>().AsNoTracking().Where(i => ids.Contains(i.List)).ToListAsync(cancel);
        var needed = items.Select(i => i.Module).Distinct().ToList();
        var modules = await db.Unfiltered<TrainingModule>().AsNoTracking().Where(m => needed.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancel);
        return lists.ConvertAll(l => new MoveInView(
            l.Id, l.Account, l.HomeLabel, l.At, l.IsOpenForKeys, l.ReadyAt, l.OverriddenAt, l.OverrideReason, l.KeyAt, l.KeyWhat,
            [.. items.Where(i => i.List == l.Id).OrderBy(i => i.Order).ThenBy(i => i.Id).Select(i => Line(i, modules[i.Module]))]));
    }

    private static ItemLine Line(MoveInItem item, TrainingModule module) => new(
        item.Id, module.Code, module.Version, (module.TitleZh, module.TitleEn), module.Mode, item.Compulsory, Math.Max(0, module.Tries - item.Tries),
        item.DoneAt, item.DoneBy, item.Note);
}
