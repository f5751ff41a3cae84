using Linli.Cases;
using Linli.Cases.Report;
using Linli.Hall.Catalogue;
using Linli.Hall.Queue;
using Linli.Notices;
using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Accept;

/// <summary>
/// Applies from home without a single paper (小事智能速办, S94): where other offices share what every paper of an item would show, and the
/// person agreed to just that. Nothing is uploaded.
/// </summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Item">Code of the item.</param>
/// <param name="Sharing">Number of the asking for shared data, whose answer stands for the papers.</param>
/// <param name="Community">Code of the community; left out it is the one where the person lives, or the hall's.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record ApplyExpress(string? Hall, string? Item, Guid Sharing, string? Community = null, string? IdempotencyKey = null) : ICommand<MatterReceipt>, IRepeatable, IAudited
{
    object IRepeatable.Wish => (Hall, Item, Sharing);

    public string? AuditSubject => $"{Hall}/{Item}";
}

internal sealed class ApplyExpressHandler(LinliDb db, HallDesk desk, ItemBook items, MatterDesk matters, ISharedData data, IActingFor names, INotices notices, IPeople people, IScopeTree tree, UseCaseRunner run) : IHandler<ApplyExpress, MatterReceipt>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/halls/{hall}/items/{item}/apply", (string hall, string item, ApplyExpress request, UseCaseRunner run, CancellationToken cancel) =>
                run.Create(request with { Hall = hall, Item = item }, r => $"{Edge.Api}/cases/{r.Case}", cancel))
            .Needs(Access.SignedIn).WithTags("Hall").WithSummary("Apply from home without papers 小事智能速办");

    public async Task<Result<MatterReceipt>> Handle(ApplyExpress request, CancellationToken cancel)
    {
        if (await desk.Find(request.Hall, cancel) is not { } hall || !(await items.In(hall, cancel)).TryGetValue(request.Item ?? "", out var item))
            return Problem.NotFound("hall.no_item", "这里没有这个事项。", "This item is not offered here.");
        if (desk.Caller is not { Account: { } account, Person: { } person })
            return Problem.Forbidden("hall.machine", "接口密钥不能申请。", "A machine cannot apply.");
        if (item.Papers.Count == 0)
            return Problem.Conflict("hall.in_person", "这个事项要本人到大厅办理。", "This item is done in the hall, in person.");
        if (await data.Recall(account, ItemData.SubjectOf(item), request.Sharing, cancel) is not { } answer)
            return Problem.Conflict("hall.sharing_old", "共享数据已过期，或不是为这个事项获取的。请重新获取，或自己带材料。", "The shared data are too old, or were shared for something else: ask again, or bring the papers.");
        if (await db.Unfiltered<FileRow>().AnyAsync(f => f.Sharing == request.Sharing, cancel))
            return Problem.Conflict("hall.sharing_used", "这次共享已经办过一件，进度见“我的办件”。", "What was shared has been applied with already: see “My matters”.");
        var judged = Acceptance.Judge(item.Papers, [], Acceptance.CoveredBy(item.Papers, answer.Fields.Select(f => f.Code)), shorter: false);
        if (judged.Must.Count + judged.Later.Count > 0)
            return Problem.Invalid(
                "sharing", "hall.not_all_shared", $"部门没有共享：{string.Join("、", judged.Must.Concat(judged.Later).Select(p => p.NameZh))}。请带上材料到大厅办。",
                $"Not shared by other offices: {string.Join(", ", judged.Must.Concat(judged.Later).Select(p => p.NameEn))}. Please bring it to the hall.");
        var reported = await run.Run(new ReportCase
        {
            Channel = CaseChannel.Snap, Category = MatterDesk.Category, Title = item.Row.NameZh, Community = request.Community ?? HomeWithin(hall) ?? matters.CommunityOf(hall.Scope),
            Text = $"免证速办：{item.Row.NameZh}\n数据来源：{answer.House.Zh}，共享记录 {answer.Id}\n免交材料：{string.Join("、", judged.Shared.Select(p => p.NameZh))}",
        }, cancel);
        if (!reported.Ok)
            return reported.As<MatterReceipt>();
        var file = new FileRow
        {
            Case = reported.Value.Id, Number = reported.Value.Number, Hall = hall.Id, Scope = hall.Scope, Account = account, Person = person, Name = (await names.MaskedNames([person], cancel)).GetValueOrDefault(person), Sharing = answer.Id, At = desk.Now,
        };
        db.Insert(file);
        var matter = matters.Add(file, item.Row, MatterState.InHand);
        await matters.TakeIn(hall, matter, item, judged, null, desk.Now, cancel);
        matter.Clerk = null;
        await notices.Tell(
            account, "hall.taken_in", ("已受理", "Taken in"), ($"{item.Row.NameZh} 已受理，不用带材料，{matter.DueOn:M月d日} 前办好。", $"{item.Row.NameEn} is taken in without papers, done by {matter.DueOn:d MMM}."), "/hall/mine",
            $"hall.taken.{matter.Id:N}", cancel);
        foreach (var clerk in (await people.StaffFor(ScopePath.Parse(hall.Scope, null), [Posts.DeskClerk], cancel)).DistinctBy(m => m.Account))
            await notices.Tell(
                clerk.Account, "hall.applied", ("有人在家申请了事项", "Somebody applied from home"), ($"{file.Number}：{item.Row.NameZh}，{matter.DueOn:M月d日} 前办好。", $"{file.Number}: {item.Row.NameEn}, due {matter.DueOn:d MMM}."), "/desk/hall/matters",
                $"hall.applied.{matter.Id:N}", cancel);
        return MatterDesk.Receipt(file, matter, item, judged);
    }

    // Where they live, if that is a community the hall serves.
    private string? HomeWithin(HallRow hall)
    {
        var place = ScopePath.Parse(hall.Scope, null);
        return desk.Caller.HomeScopes.Where(h => place.Contains(h)).Select(h => tree.CommunityOf(h)?.Code).FirstOrDefault(c => c is not null);
    }
}
