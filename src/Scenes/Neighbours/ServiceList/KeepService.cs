using Linli.People;
using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.ServiceList;

/// <summary>Adds a service to the list, or changes one.</summary>
/// <param name="Id">An existing one; a new one when left out.</param>
/// <param name="Place">Code of the community or joined communities it serves.</param>
/// <param name="NameZh">2–40 characters.</param>
/// <param name="NameEn">The same in English; the Chinese stands in when left out, as for the other texts.</param>
/// <param name="WhatZh">What it does, 2–300 characters.</param>
/// <param name="WhatEn">In English.</param>
/// <param name="Provider">Who does it, 2–60 characters.</param>
/// <param name="OftenZh">How often, 2–60 characters.</param>
/// <param name="OftenEn">In English.</param>
/// <param name="Contact">A public telephone or place, 2–60 characters.</param>
/// <param name="Groups">Codes of the groups it is for.</param>
/// <param name="MinAge">From which age.</param>
/// <param name="MaxAge">Up to which age.</param>
/// <param name="Project">Code of an action or project.</param>
/// <param name="Source">Where the entitlement comes from.</param>
/// <param name="To">Last local day, to end it.</param>
/// <param name="PriceFen">What residents pay, 0–100,000,000 fen; left out where nothing is said of it.</param>
/// <param name="MarketFen">What the same costs outside, in fen; with <paramref name="PriceFen"/> and <paramref name="MarketSource"/> only.</param>
/// <param name="MarketSource">Where that was seen, 2–100 characters.</param>
internal sealed record KeepService(
    Guid? Id, string? Place, string? NameZh, string? NameEn, string? WhatZh, string? WhatEn, string? Provider, string? OftenZh, string? OftenEn, string? Contact,
    IReadOnlyList<string>? Groups = null, int? MinAge = null, int? MaxAge = null, string? Project = null, string? Source = null, DateOnly? To = null,
    long? PriceFen = null, long? MarketFen = null, string? MarketSource = null)
    : ICommand<ServiceKept>, IValidated, IAudited
{
    private const long MostFen = 100_000_000;

    public string? AuditSubject => Id?.ToString();

    public IEnumerable<Problem> Problems()
    {
        Problem?[] found =
        [
            Text(NameZh, 40, "nameZh", "请填写服务名称", "Name the service"), Text(WhatZh, 300, "whatZh", "请说明服务内容", "Say what it does"),
            Text(Provider, 60, "provider", "请填写由谁提供", "Say who does it"), Text(OftenZh, 60, "oftenZh", "请填写多久一次", "Say how often"),
            Text(Contact, 60, "contact", "请填写联系方式", "Give a contact"),
        ];
        foreach (var problem in found.OfType<Problem>())
            yield return problem;
        if (MinAge is < 0 or > 120 || MaxAge is < 0 or > 120 || MinAge > MaxAge)
            yield return Problem.Invalid("minAge", "service_list.age", "年龄须在 0–120 之间，且起始不大于截止。", "Ages lie between 0 and 120, the first not above the last.");
        if (PriceFen is < 0 or > MostFen)
            yield return Problem.Invalid("priceFen", "service_list.price", "价格在 0–100 万元之间，免费填 0。", "A price lies between 0 and one million yuan; 0 for nothing.");
        if (MarketFen is < 1 or > MostFen || (MarketFen is not null && PriceFen is null))
            yield return Problem.Invalid("marketFen", "service_list.market", "市场价须大于 0，并同时填写本处价格。", "A price outside is above 0, and comes with the price here.");
        if (MarketFen is not null && Text(MarketSource, 100, "marketSource", "请写明市场价在哪里看到的", "Say where the price outside was seen") is { } seen)
            yield return seen;
        if (new[] { NameEn, WhatEn, OftenEn, Source }.Any(t => t?.Length > 300))
            yield return Problem.Invalid("nameEn", "service_list.length", "英文和来源最多 300 个字符。", "English texts and the source have at most 300 characters.");
    }
}

/// <summary>A service that was kept.</summary>
internal sealed record ServiceKept(Guid Id);

/// <summary>The catalogue of the caller's places.</summary>
internal sealed record ListServices : IQuery<IReadOnlyList<ServiceLine>>;

/// <summary>A service as the desk reads it.</summary>
internal sealed record ServiceLine(
    Guid Id, string Place, Phrase Name, Phrase What, string Provider, Phrase Often, string Contact, IReadOnlyList<string> Groups, int? MinAge, int? MaxAge,
    string? Project, string? Source, DateOnly From, DateOnly? To, Phrase Rule, bool Ended, long? PriceFen, long? MarketFen, string? MarketSource);

internal sealed class KeepServiceHandler(LinliDb db, CurrentCaller current, IScopeTree tree, ICareLists care, TimeProvider time)
    : IHandler<KeepService, ServiceKept>, IHandler<ListServices, IReadOnlyList<ServiceLine>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/service-list", (KeepService request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request, cancel))
            .Needs(NeighboursPermissions.KeepServices).WithTags("service-list").WithSummary("Add or change a service of the list");
        api.MapGet("/service-list", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListServices(), cancel))
            .Needs(NeighboursPermissions.KeepServices).WithTags("service-list").WithSummary("The list of services at my places");
    }

    public async Task<Result<ServiceKept>> Handle(KeepService request, CancellationToken cancel)
    {
        if (request.Place is not { Length: > 0 } code || tree.FindCode(code) is not { Kind: PlaceKind.Community or PlaceKind.Group } place
            || !current.Value.May(NeighboursPermissions.KeepServices, place.Path))
            return Problem.Invalid("place", "visits.place", "请选择您所在的社区。", "Choose a community where you work.");
        var known = (await care.Groups(cancel)).Select(g => g.Code).ToHashSet();
        if ((request.Groups ?? []).FirstOrDefault(g => !known.Contains(g)) is { } unknown)
            return Problem.Invalid("groups", "care.group_unknown", $"没有“{unknown}”这个群体。", $"There is no group “{unknown}”.");
        if (request.Project is { Length: > 0 } project && !await db.Unfiltered<Project>().AnyAsync(p => p.Code == project, cancel))
            return Problem.Invalid("project", "service_list.project", "没有这个行动或项目。", "There is no such action or project.");
        var service = request.Id is { } id
            ? await db.Scoped<CareService>(current.Value.ScopesFor(NeighboursPermissions.KeepServices)).SingleOrDefaultAsync(s => s.Id == id, cancel) : null;
        if (request.Id is not null && (service is null || service.Scope != place.Path.Value))
            return Problem.NotFound("service_list.not_found", "没有找到这项服务。", "This service was not found.");
        if (service is null)
            db.Insert(service = new()
            {
                Id = Guid.CreateVersion7(Clock.Now(time)), Scope = place.Path.Value, NameZh = "", NameEn = "", WhatZh = "", WhatEn = "", Provider = "", OftenZh = "", OftenEn = "",
                Contact = "", Groups = "", From = LocalTime.Today(time),
            });
        Fill(service, request);
        return new ServiceKept(service.Id);
    }

    public async Task<Result<IReadOnlyList<ServiceLine>>> Handle(ListServices request, CancellationToken cancel)
    {
        var names = (await care.Groups(cancel)).ToDictionary(g => g.Code, g => g.Name);
        var today = LocalTime.Today(time);
        var rows = await db.Scoped<CareService>(current.Value.ScopesFor(NeighboursPermissions.KeepServices)).AsNoTracking().OrderBy(s => s.Id).ToListAsync(cancel);
        return rows.ConvertAll(s =>
        {
            var groups = EntitlementRules.Split(s.Groups);
            return new ServiceLine(
                s.Id, ScopePath.Parse(s.Scope, null).Code, (s.NameZh, s.NameEn), (s.WhatZh, s.WhatEn), s.Provider, (s.OftenZh, s.OftenEn), s.Contact, groups, s.MinAge, s.MaxAge, s.Project,
                s.Source, s.From, s.To, EntitlementRules.Rule([.. groups.Select(g => names.GetValueOrDefault(g, (g, g)))], s.MinAge, s.MaxAge), s.To < today, s.PriceFen, s.MarketFen, s.MarketSource);
        });
    }

    private static void Fill(CareService service, KeepService request)
    {
        (service.NameZh, service.WhatZh, service.OftenZh) = (Clean(request.NameZh, 40), Clean(request.WhatZh, 300), Clean(request.OftenZh, 60));
        (service.NameEn, service.WhatEn, service.OftenEn) = (Or(request.NameEn, service.NameZh), Or(request.WhatEn, service.WhatZh), Or(request.OftenEn, service.OftenZh));
        (service.Provider, service.Contact, service.Groups) = (Clean(request.Provider, 60), Clean(request.Contact, 60), EntitlementRules.Join((request.Groups ?? []).Distinct()));
        (service.MinAge, service.MaxAge, service.To) = (request.MinAge, request.MaxAge, request.To);
        (service.PriceFen, service.MarketFen, service.MarketSource) = (request.PriceFen, request.MarketFen, request.MarketFen is null ? null : Clean(request.MarketSource, 100));
        (service.Project, service.Source) = (request.Project is { Length: > 0 } project ? project : null, Clean(request.Source, 300) is { Length: > 0 } source ? source : null);
    }

    private static string Or(string? text, string otherwise) => Clean(text, 300) is { Length: > 0 } own ? own : otherwise;
}
