using Linli.Cases;
using Linli.Hall.Accept;
using Linli.Hall.Catalogue;
using Linli.Hall.Counter;
using Linli.Hall.Keep;
using Linli.Hall.Privacy;
using Linli.Hall.Proxy;
using Linli.Hall.Queue;
using Linli.Hall.Screen;
using Linli.Hall.Visits;
using Linli.Hall.Ways;
using Linli.Notices;
using Linli.Platform.Modules;
using Linli.Platform.Privacy;
using Linli.Platform.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Hall;

/// <summary>Government services (政务服务): a hall with its catalogue, queue and counters, visits at home, and authorisations. Matters are cases, appointments bookings.</summary>
public sealed class HallModule : IModule
{
    /// <inheritdoc/>
    public string Name => "hall";

    /// <inheritdoc/>
    public void Declare(ModuleBuilder module)
    {
        module.Services.AddSingleton(MatterDesk.Type).AddSingleton(AppointmentKind.Kind)
            .AddScoped<HallDesk>().AddScoped<CounterDesk>().AddScoped<TicketViews>().AddScoped<ItemBook>().AddScoped<ItemData>().AddScoped<MatterDesk>().AddScoped<WayDesk>().AddScoped<ProxyIdentity>().AddScoped<SlotPlanner>()
            .AddScoped<IPersonalData, HallPersonalData>()
            .AddSingleton(new NoticeTopic("hall", ("政务大厅", "The service hall"), ("叫号、过号、办结", "Calls, missed calls, results")));
        module.Tables(HallModel.Map).Permissions(HallPermissions.All).Publishes<HallMoved>("linli.hall.moved").Demo<HallDemo>(95);
        module.UseCase<KeepHallHandler>().UseCase<KeepItemHandler>().UseCase<FindItemsHandler>().UseCase<PreparePapersHandler>();
        module.UseCase<FindPersonHandler>().UseCase<TakeTicketHandler>().UseCase<MyTicketHandler>().UseCase<RateTicketHandler>().UseCase<GuideDeskHandler>().UseCase<ReadBoardHandler>();
        module.UseCase<SitDownHandler>().UseCase<CallNextHandler>().UseCase<ServeTicketHandler>().UseCase<ReadCounterHandler>().UseCase<CountQuestionHandler>();
        module.UseCase<AcceptMatterHandler>().UseCase<ApplyExpressHandler>().UseCase<FinishMatterHandler>().UseCase<ReadMattersHandler>().UseCase<HallFiguresHandler>();
        module.UseCase<PlanHomeVisitHandler>().UseCase<FinishVisitHandler>().UseCase<CallOffVisitHandler>().UseCase<OpenVisitNoteHandler>().UseCase<ReadVisitsHandler>().UseCase<ProxyIdentity>().UseCase<GrantProxyHandler>().UseCase<WitnessProxyHandler>().UseCase<ReadProxiesHandler>();
        module.Job<ExpireTickets>(TimeSpan.FromMinutes(1)).Job<PlanSlots>(TimeSpan.FromMinutes(30)).Job<RemindPapers>(TimeSpan.FromHours(1)).After<CaseMoved, EndWithCase>();
        module.Pages(
            new(Workspace.Resident, "/hall", ("政务大厅", "Service hall"), "building-bank", Access.Public, 935) { OnHome = true },
            new(Workspace.Staff, "/desk/hall", ("大厅窗口", "Counter"), "building-bank", HallPermissions.Counter, 22, NavigationSection.Hall),
            new(Workspace.Staff, "/desk/hall/guide", ("导办取号", "Tickets"), "ticket", HallPermissions.Guide, 23, NavigationSection.Hall),
            new(Workspace.Staff, "/desk/hall/matters", ("大厅在办事项", "Matters of the hall"), "files", HallPermissions.Counter, 24, NavigationSection.Hall),
            new(Workspace.Staff, "/desk/hall/visits", ("上门办", "Visits at home"), "home-heart", HallPermissions.Counter, 25, NavigationSection.Hall),
            new(Workspace.Staff, "/desk/hall/proxies", ("委托代办", "Authorisations"), "file-certificate", HallPermissions.Proxies, 26, NavigationSection.Hall),
            new(Workspace.Staff, "/desk/hall/ratings", ("差评跟进", "Bad ratings"), "mood-sad", HallPermissions.Ratings, 27, NavigationSection.Hall),
            new(Workspace.Staff, "/desk/hall/figures", ("大厅统计", "Figures of the hall"), "chart-dots", HallPermissions.Statistics, 51, NavigationSection.Hall));
    }
}
