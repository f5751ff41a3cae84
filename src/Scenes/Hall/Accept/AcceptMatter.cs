using Linli.Cases;
using Linli.Cases.Report;
using Linli.Hall.Catalogue;
using Linli.Hall.Counter;
using Linli.Hall.Queue;
using Linli.Hall.Ways;
using Linli.Notices;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Hall.Accept;

/// <summary>
/// Takes a matter in at a counter (受理): any item at any counter. It becomes a case like every other; when lesser papers are missing, the
/// person promises them and it is taken in all the same (容缺受理).
/// </summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="Number">Number of the counter.</param>
/// <param name="Item">Code of the item.</param>
/// <param name="Brought">Codes of the papers that lie there.</param>
/// <param name="Promised">The person promises what may come later.</param>
/// <param name="Ways">Which of the five ways are taken.</param>
/// <param name="Community">Code of the community; left out it is the first the hall serves.</param>
/// <param name="Phone">How to reach somebody without an account.</param>
/// <param name="Ticket">The ticket the clerk saw at the counter; another one has come since is refused.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record AcceptMatter(
    string? Hall, int Number, string? Item, IReadOnlyList<string>? Brought, bool Promised = false, IReadOnlyList<WayWish>? Ways = null, string? Community = null, string? Phone = null,
    Guid? Ticket = null, string? IdempotencyKey = null) : ICommand<MatterReceipt>, IRepeatable, IAudited
{
    object IRepeatable.Wish => (Hall, Number, Item, Brought, Promised, Ways?.Select(w => w is null ? w : w with { AgentCheck = null }), Phone, Ticket);

    public string? AuditSubject => $"{Hall}/{Number}";
}

/// <summary>What the person takes along (受理回执).</summary>
/// <param name="Matter">Id of the matter.</param>
/// <param name="Case">Id of the case.</param>
/// <param name="Number">Number of the case.</param>
/// <param name="Receipt">Number of the receipt.</param>
/// <param name="Item">Name of the item.</param>
/// <param name="DueOn">The last day for the decision.</param>
/// <param name="Later">Papers that come later.</param>
/// <param name="LaterUntil">… until this day.</param>
/// <param name="NotNeeded">Papers that were not needed, as other offices share the data.</param>
internal sealed record MatterReceipt(
    Guid Matter, Guid Case, string Number, string Receipt, Platform.Text.Phrase Item, DateOnly? DueOn, IReadOnlyList<Platform.Text.Phrase> Later, DateOnly? LaterUntil, IReadOnlyList<Platform.Text.Phrase> NotNeeded);

internal sealed class AcceptMatterHandler(CounterDesk counters, HallDesk desk, ItemBook items, MatterDesk matters, WayDesk ways, INotices notices) : IHandler<AcceptMatter, MatterReceipt>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/halls/{hall}/counters/{number:int}/matters", (string hall, int number, AcceptMatter request, UseCaseRunner run, CancellationToken cancel) =>
                run.Create(request with { Hall = hall, Number = number }, r => $"{Edge.Api}/cases/{r.Case}", cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("Take a matter in 受理");

    public async Task<Result<MatterReceipt>> Handle(AcceptMatter request, CancellationToken cancel)
    {
        var found = await counters.TakeWith(request.Hall, request.Number, request.Ticket, cancel, TicketState.Called, TicketState.Serving);
        if (!found.Ok)
            return found.As<MatterReceipt>();
        var (hall, counter, ticket) = found.Value;
        if (!(await items.In(hall, cancel)).TryGetValue(request.Item ?? "", out var item))
            return Problem.Invalid("item", "hall.item_unknown", "这里没有这个事项，请重新选择。", "This item is not offered here: choose another.");
        var brought = (request.Brought ?? []).Where(code => !string.IsNullOrWhiteSpace(code)).Distinct().ToList();
        if (brought.Find(code => item.Papers.All(p => p.Code != code)) is { } unknown)
            return Problem.Invalid("brought", "hall.paper_unknown", $"没有“{unknown}”这份材料。", $"There is no paper “{unknown}”.");
        var wishes = request.Ways ?? [];
        var chosen = await ways.Check(hall, counter.Scope, wishes, [item], cancel);
        if (!chosen.Ok)
            return chosen.As<MatterReceipt>();

        // Who comes for somebody else brings that person's papers, and what offices share is that person's too.
        var proxy = chosen.Value.Proxy;
        var whose = proxy is null ? new Whose(ticket!.Account, ticket.Person, ticket.Name) : new(proxy.PrincipalAccount, proxy.PrincipalPerson, proxy.PrincipalMask);
        var judged = Acceptance.Judge(item.Papers, brought, await matters.SharedOf(whose.Account, item.Row.Code, cancel), wishes.Any(w => w.Way == HallWay.Shorter));
        var later = WorkingDayCalendar.China.AddWorkingDays(desk.Today, hall.LaterDays);
        if (Acceptance.Refuse(judged, request.Promised, later) is { } refused)
            return refused;
        (ticket!.State, ticket.ServedAt, ticket.Item) = (TicketState.Serving, ticket.ServedAt ?? desk.Now, ticket.Item ?? item.Row.Code);
        var (green, special) = (wishes.Any(w => w.Way == HallWay.GreenChannel), wishes.FirstOrDefault(w => w.Way == HallWay.Special)?.AppointmentAt);
        var file = await matters.Open(
            hall, counter.Scope, new LogCall
            {
                Channel = CaseChannel.Counter, Category = MatterDesk.Category, Text = $"受理事项：{item.Row.NameZh}（{hall.NameZh}）", Community = request.Community ?? matters.CommunityOf(counter.Scope),
                ContactName = whose.Name, ContactPhone = request.Phone, Mode = ticket.Reservation is null && special is null ? null : HandlingMode.Appointment,
                AppointmentAt = special, Priority = green ? CasePriority.Urgent : CasePriority.Normal,
            }, whose, ticket.Id, cancel);
        if (!file.Ok)
            return file.As<MatterReceipt>();
        var matter = matters.Add(file.Value, item.Row, MatterState.InHand);
        await matters.TakeIn(hall, matter, item, judged, request.Promised ? later : null, desk.Now, cancel);
        await ways.Write(file.Value, chosen.Value, "/desk/hall/matters", cancel);
        if (green)
            (ticket.Lane, ticket.Priority) = (Lane.Priority, ticket.Priority ?? PriorityReason.GreenChannel);
        if (proxy?.PrincipalAccount is { } principal)
            await notices.Tell(
                principal, "hall.proxy_used", ("受托人已替您办件", "Somebody came for you"),
                ($"委托 {proxy.Number}：受托人办理了“{item.Row.NameZh}”，办件号 {file.Value.Number}。不是您的意思？请马上撤销委托并联系大厅。", $"{proxy.Number}: “{item.Row.NameEn}” was taken in as {file.Value.Number}. If that is not your wish, take the authorisation back and call the hall."),
                "/hall/proxies", $"hall.proxy_used.{matter.Id:N}", cancel);
        return MatterDesk.Receipt(file.Value, matter, item, judged);
    }
}
