using Linli.Hall.Queue;
using Linli.Notices;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Hall.Proxy;

/// <summary>
/// The justice office confirms an authorisation or refuses it (司法所见证): somebody else than who wrote it down, with both documents in
/// hand once more. The principal is told.
/// </summary>
/// <param name="Proxy">Id of the authorisation.</param>
/// <param name="Confirmed">Whether it holds.</param>
/// <param name="PrincipalDocument">Number read off the principal's document; compared and not kept.</param>
/// <param name="AgentDocument">Number read off the agent's document.</param>
/// <param name="PrincipalCheck">Result of the network identity, where the principal was written down by it (R43).</param>
/// <param name="AgentCheck">… of the agent.</param>
/// <param name="Told">For a principal without an account: that they were told in person or by telephone.</param>
internal sealed record WitnessProxy(Guid Proxy, bool Confirmed, string? PrincipalDocument = null, string? AgentDocument = null, bool Told = false, Guid? PrincipalCheck = null, Guid? AgentCheck = null) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Proxy.ToString();
}

/// <summary>The principal takes it back (撤销委托), at any time; from then on it does not hold.</summary>
/// <param name="Proxy">Id of the authorisation.</param>
internal sealed record RevokeProxy(Guid Proxy) : ICommand<Done>, IAudited
{
    public string? AuditSubject => Proxy.ToString();
}

internal sealed class WitnessProxyHandler(LinliDb db, HallDesk desk, ProxyIdentity identity, INotices notices) : IHandler<WitnessProxy, Done>, IHandler<RevokeProxy, Done>, IUseCase
{
    private static readonly Problem NoProxy = Problem.NotFound("hall.no_proxy", "没有找到这份委托，或不归您管。", "There is no such authorisation, or it is not yours.");

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/halls/proxies/{id:guid}/witness", (Guid id, WitnessProxy request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Proxy = id }, cancel))
            .Needs(HallPermissions.Witness).WithTags("Hall").WithSummary("Confirm an authorisation as the justice office 司法所见证");
        api.MapPost("/halls/proxies/{id:guid}/revoke", (Guid id, UseCaseRunner run, CancellationToken cancel) => run.Answer(new RevokeProxy(id), cancel))
            .Needs(Access.SignedIn).WithTags("Hall").WithSummary("Take an authorisation back 撤销委托");
    }

    public async Task<Result<Done>> Handle(WitnessProxy request, CancellationToken cancel)
    {
        if (await db.Scoped<ProxyRow>(desk.Caller.ScopesFor(HallPermissions.Witness)).SingleOrDefaultAsync(p => p.Id == request.Proxy, cancel) is not { } proxy)
            return NoProxy;
        if (proxy.State != ProxyState.Waiting)
            return Problem.Conflict("hall.proxy_decided", $"这份委托现在是“{HallWords.Of(proxy.State).Zh}”。", $"This authorisation is “{HallWords.Of(proxy.State).En}” now.");
        if (proxy.RecordedBy == desk.Caller.Account)
            return Problem.Forbidden("hall.proxy_own_record", "登记委托的人不能自己见证。", "Whoever wrote it down does not confirm it.");
        if (request.Confirmed && await Refuse(request, proxy, cancel) is { } refused)
            return refused;
        (proxy.State, proxy.WitnessedBy, proxy.WitnessedAt) = (request.Confirmed ? ProxyState.Confirmed : ProxyState.Refused, desk.Caller.Account, desk.Now);
        proxy.ToldHow = proxy.PrincipalAccount is not null ? "inbox" : request.Told ? "told" : null;
        if (proxy.PrincipalAccount is { } account)
            await notices.Tell(
                account, "hall.proxy", request.Confirmed ? ("委托已见证", "Your authorisation holds") : ("委托未通过", "Your authorisation was not confirmed"),
                request.Confirmed ? ($"委托 {proxy.Number} 从 {proxy.From:M月d日} 到 {proxy.Until:M月d日} 有效。不是您的意思？可以随时撤销。", $"{proxy.Number} holds from {proxy.From:d MMM} to {proxy.Until:d MMM}. If that is not your wish, take it back at any time.")
                    : ($"委托 {proxy.Number} 没有通过司法所见证。", $"{proxy.Number} was not confirmed by the justice office."),
                "/hall/proxies", $"hall.proxy.{proxy.Id:N}", cancel);
        return Done.It;
    }

    public async Task<Result<Done>> Handle(RevokeProxy request, CancellationToken cancel)
    {
        // The principal's own, or a counter that the principal has called.
        var (account, person) = (desk.Caller.Account, desk.Caller.Person);
        var proxy = await db.Unfiltered<ProxyRow>().SingleOrDefaultAsync(p => p.Id == request.Proxy, cancel);
        if (proxy is null || !((proxy.PrincipalAccount is not null && proxy.PrincipalAccount == account) || (proxy.PrincipalPerson is not null && proxy.PrincipalPerson == person) || desk.Caller.May(HallPermissions.Counter, proxy.Scope)))
            return NoProxy;
        if (proxy.State is ProxyState.Waiting or ProxyState.Confirmed)
        {
            (proxy.State, proxy.RevokedAt) = (ProxyState.Revoked, desk.Now);
            if (proxy.PrincipalAccount is { } principal && principal != account)
                await notices.Tell(
                    principal, "hall.proxy", ("委托已撤销", "Your authorisation was taken back"), ($"大厅撤销了委托 {proxy.Number}，受托人不能再替您办。", $"The hall took {proxy.Number} back: nobody can come for you with it."), "/hall/proxies",
                    $"hall.proxy.off.{proxy.Id:N}", cancel);
        }

        return Done.It;
    }

    private async Task<Problem?> Refuse(WitnessProxy request, ProxyRow proxy, CancellationToken cancel) =>
        desk.Today > proxy.Until ? Problem.Conflict("hall.proxy_expired", $"委托到 {proxy.Until:yyyy-MM-dd} 已经过期，请重新登记。", $"It ended on {proxy.Until:yyyy-MM-dd}: write a new one down.")
        : await identity.Differs("principal", proxy.PrincipalHash, proxy.PrincipalBy, request.PrincipalDocument, request.PrincipalCheck, cancel) is { } principal ? principal
        : await identity.Differs("agent", proxy.AgentHash, proxy.AgentBy, request.AgentDocument, request.AgentCheck, cancel) is { } agent ? agent
        : proxy.PrincipalAccount is null && !request.Told ? Problem.Invalid("told", "hall.proxy_told", "委托人没有账号，请当面或电话告知后勾选。", "The principal has no account: tell them in person or by telephone, then tick this.")
        : null;
}
