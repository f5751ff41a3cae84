using Linli.Hall.Catalogue;
using Linli.Hall.Queue;
using Linli.Notices;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.Hall.Proxy;

/// <summary>
/// Writes an authorisation down (登记委托, S93): who lets whom come for which items until when. It holds once the justice office has seen both
/// of them and confirmed it.
/// </summary>
/// <param name="Hall">Code of the hall.</param>
/// <param name="PrincipalName">Who cannot come; may be left out by whoever shows the network identity (R43).</param>
/// <param name="PrincipalDocument">Number of their document; left out by whoever shows the network identity.</param>
/// <param name="AgentName">Who comes for them; as above.</param>
/// <param name="AgentDocument">Number of their document; as above.</param>
/// <param name="Items">Codes of the items, 1–10.</param>
/// <param name="From">The first day; today when left out.</param>
/// <param name="Until">The last day, at most ninety days on.</param>
/// <param name="Reason">Why they cannot come, at most 200 characters.</param>
/// <param name="Person">The principal in the register, as staff found them; then they hear of it by themselves.</param>
/// <param name="Ticket">Ticket of the principal before the scanner, instead.</param>
/// <param name="Code">What a scanner read off the principal's phone or card, instead.</param>
/// <param name="PrincipalCheck">Result of the network identity for who cannot come, instead of name and document.</param>
/// <param name="AgentCheck">… for who comes.</param>
/// <param name="IdempotencyKey">Made by the client.</param>
internal sealed record GrantProxy(
    string? Hall, string? PrincipalName, string? PrincipalDocument, string? AgentName, string? AgentDocument, IReadOnlyList<string>? Items, DateOnly Until, DateOnly? From = null, string? Reason = null, Guid? Person = null,
    string? Ticket = null, string? Code = null, Guid? PrincipalCheck = null, Guid? AgentCheck = null, string? IdempotencyKey = null) : ICommand<ProxyGranted>, IRepeatable, IValidated, IAudited
{
    object IRepeatable.Wish => (Hall, string.Join(' ', Items ?? []), From, Until, PrincipalName, PrincipalDocument, AgentName, AgentDocument, Person, Ticket, Code);

    public string? AuditSubject => Hall;

    public IEnumerable<Problem> Problems()
    {
        foreach (var (field, name, check) in new[] { ("principalName", PrincipalName, PrincipalCheck), ("agentName", AgentName, AgentCheck) })
            if (!PlainText.TryCleanLine(name, 40, out var clean) || (clean.Length < 2 && (check is null || clean.Length > 0)))
                yield return Problem.Invalid(field, "hall.proxy_name", "请填写证件上的姓名（2–40 个字）。", "Give the name on the document (2 to 40 characters).");
        if (Items is null || Items.Count is 0 or > 10)
            yield return Problem.Invalid("items", "hall.proxy_items", "请选 1–10 个事项。", "Choose 1 to 10 items.");
        if (!PlainText.TryClean(Reason, 200, out _))
            yield return Problem.Invalid("reason", "hall.proxy_reason", "最多 200 个字。", "At most 200 characters.");
    }
}

/// <summary>An authorisation that waits for its witness.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Number">Its number.</param>
/// <param name="Known">Whether the principal was found in the register, and so reads and revokes it by themselves.</param>
/// <param name="Told">Whether they were told of it just now.</param>
internal sealed record ProxyGranted(Guid Id, string Number, bool Known, bool Told);

internal sealed class GrantProxyHandler(
    LinliDb db, HallDesk desk, ItemBook items, ProxyIdentity identity, Counters counters, FieldCipher cipher, IPresentedCodes codes, IPeopleFinder finder, IPersonAccounts accounts, INotices notices) : IHandler<GrantProxy, ProxyGranted>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/halls/{hall}/proxies", (string hall, GrantProxy request, UseCaseRunner run, CancellationToken cancel) => run.Create(request with { Hall = hall }, p => $"{Edge.Api}/halls/proxies/{p.Id}", cancel))
            .Needs(HallPermissions.Counter).WithTags("Hall").WithSummary("Write an authorisation down 登记委托");

    public async Task<Result<ProxyGranted>> Handle(GrantProxy request, CancellationToken cancel)
    {
        if (await desk.Find(request.Hall, HallPermissions.Counter, cancel) is not { } hall)
            return HallDesk.NoHall;
        var principal = await identity.Read("principal", request.PrincipalDocument, request.PrincipalCheck, cancel);
        if (!principal.Ok)
            return principal.As<ProxyGranted>();
        var agent = await identity.Read("agent", request.AgentDocument, request.AgentCheck, cancel);
        if (!agent.Ok)
            return agent.As<ProxyGranted>();
        if (principal.Value.Hash == agent.Value.Hash)
            return Same(request);
        var (from, catalogue) = (request.From ?? desk.Today, await items.In(hall, cancel));
        if (from < desk.Today || request.Until < from || request.Until > from.AddDays(ProxyRules.MostDays))
            return Problem.Invalid("until", "hall.proxy_until", $"有效期从今天起，最长 {ProxyRules.MostDays} 天。", $"It holds from today on, for at most {ProxyRules.MostDays} days.");
        foreach (var code in request.Items!)
            if (!catalogue.TryGetValue(code ?? "", out var item) || !item.Row.ByProxy)
                return Problem.Invalid("items", "hall.proxy_own", item is null ? "这里没有这个事项。" : $"“{item.Row.NameZh}”要本人来办。", item is null ? "This item is not offered here." : $"“{item.Row.NameEn}” has to be done in person.");
        var person = await Who(request, principal.Value, cancel);
        if (!person.Ok)
            return person.As<ProxyGranted>();
        var known = person.Value == Guid.Empty ? null : (Guid?)person.Value;
        if (known is not null && known == await KnownAgent(request, agent.Value, cancel))
            return Same(request);
        var account = known is { } principalPerson ? (await accounts.Of([principalPerson], cancel))[principalPerson].Cast<Guid?>().FirstOrDefault() : null;
        var month = desk.Today.ToString("yyMM", System.Globalization.CultureInfo.InvariantCulture);
        PlainText.TryClean(request.Reason, 200, out var reason);
        var (his, hers) = (request.PrincipalName?.Trim() ?? "", request.AgentName?.Trim() ?? "");
        var row = new ProxyRow
        {
            Id = Guid.CreateVersion7(desk.Now), Scope = await desk.WorkScope(hall, HallPermissions.Counter, cancel), Number = $"WT-{month}-{await counters.Next(db, $"hall/proxy/{month}", cancel):0000}",
            Principal = cipher.Seal(his), PrincipalMask = principal.Value.Mask(his), PrincipalHash = principal.Value.Hash, PrincipalPerson = known, PrincipalAccount = account,
            PrincipalBy = principal.Value.Network?.Provider, PrincipalSeenAt = principal.Value.Network?.At,
            Agent = cipher.Seal(hers), AgentMask = agent.Value.Mask(hers), AgentHash = agent.Value.Hash, AgentBy = agent.Value.Network?.Provider, AgentSeenAt = agent.Value.Network?.At, Items = string.Join(' ', request.Items.Distinct()), From = from, Until = request.Until,
            Reason = reason.Length == 0 ? null : reason, RecordedBy = desk.Caller.Account, At = desk.Now,
        };
        db.Insert(row);
        if (account is { } inbox)
            await notices.Tell(
                inbox, "hall.proxy", ("登记了一份委托", "An authorisation in your name"),
                ($"委托 {row.Number} 已登记，等司法所见证。不是您的意思？现在就可以撤销。", $"{row.Number} was written down and waits for the justice office. If that is not your wish, take it back now."), "/hall/proxies", $"hall.proxy.new.{row.Id:N}", cancel);
        return new ProxyGranted(row.Id, row.Number, known is not null, account is not null);
    }

    // The document says who the principal is; where the register does not know it yet, a code, or somebody found by name who may be them.
    private async Task<Result<Guid>> Who(GrantProxy request, ShownIdentity principal, CancellationToken cancel)
    {
        var shown = await Shown(request, cancel);
        if (!shown.Ok)
            return shown;
        if (principal.Document is not { } number)
            return WhoByNetwork(request, principal.Network?.Person, shown.Value);
        if (await finder.ByDocument(request.PrincipalName, number, cancel) is { } holder)
            return shown.Value != Guid.Empty && shown.Value != holder.Person ? Differs
                : holder.NameFits ? holder.Person
                : Problem.Invalid("principalName", "hall.proxy_name_differs", "姓名和居民登记里这个证件号码的姓名不一致，请核对证件。", "The register has this document under another name: look at it again.");
        return shown.Value == Guid.Empty || await finder.MayBe(shown.Value, request.PrincipalName, number, cancel) ? shown : Differs;
    }

    // A certificate says nothing that a name could be compared with: who linked it themselves, or the code on the principal's own phone.
    private static Result<Guid> WhoByNetwork(GrantProxy request, Guid? linked, Guid shown) =>
        linked is { } own ? shown != Guid.Empty && shown != own ? Problem.Invalid("principalNetwork", "hall.proxy_network_differs", "网证不是这位居民的，请核对。", "The certificate is not that of this person: look again.") : own
        : (request.Ticket ?? request.Code) is null && shown != Guid.Empty
            ? Problem.Invalid("person", "hall.proxy_network_person", "网证不含姓名和号码，不能和按姓名找到的居民核对。请扫居民码，或不关联。", "A certificate holds neither name nor number to compare with somebody found by name: scan their code, or leave it open.")
        : shown;

    private async Task<Guid?> KnownAgent(GrantProxy request, ShownIdentity agent, CancellationToken cancel) =>
        agent.Document is { } number ? (await finder.ByDocument(request.AgentName, number, cancel))?.Person : agent.Network?.Person;

    private static Problem Same(GrantProxy request) =>
        Problem.Invalid(request.AgentCheck is null ? "agentDocument" : "agentNetwork", "hall.proxy_same", "委托人和受托人不能是同一个人。", "Nobody authorises themselves.");

    private async Task<Result<Guid>> Shown(GrantProxy request, CancellationToken cancel)
    {
        if ((request.Ticket ?? request.Code) is not null)
        {
            var presented = request.Ticket is { } read ? codes.Open(read) : await codes.Read(request.Code!, cancel);
            return presented.Ok ? presented.Value.Person : presented.As<Guid>();
        }

        return request.Person is not { } person ? Guid.Empty
            : await finder.LivesWithin(person, desk.Caller.ScopesFor(HallPermissions.Counter), cancel) ? person
            : Problem.Invalid("person", "hall.person_unknown", "没有找到这位居民，或不在您服务的范围。", "This person was not found, or lives elsewhere.");
    }

    private static Problem Differs => Problem.Invalid("principalDocument", "hall.proxy_document_differs", "姓名和证件号码不是这位居民的，请核对证件。", "Name and document are not those of this person: look at the document again.");
}
