using Linli.Health.ElderCare;
using Linli.People;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderWatch;

/// <summary>
/// A carer connects a device for an elder without a phone who agreed to this kind on paper (纸质同意): the sheet with its witness and scan is
/// written down at the desk for consents before, and without it nothing is connected. The elder's family hears of it.
/// </summary>
/// <param name="Plan">The elder's care plan at a centre of the caller: it says who, without a name.</param>
/// <param name="Kind">Code of the kind of device.</param>
/// <param name="Code">Code printed on the device.</param>
internal sealed record ConnectOnPaper(Guid Plan, string Kind, string Code) : ICommand<Guid>, IValidated, IAudited
{
    public string? AuditSubject => Plan.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (WatchDevices.Find(Kind) is null)
            yield return Problem.Invalid("kind", "health.watch_kind", "请选择设备类型。", "Choose the kind of device.");
        if ((Code ?? "").Trim().Length is 0 or > 60)
            yield return Problem.Invalid("code", "health.watch_code", "请输入设备上印的编号。", "Give the code printed on the device.");
    }
}

internal sealed class ConnectOnPaperHandler(LinliDb db, IConsents consents, IPersonTraits traits, HomeConnections homes, WatchBook book, CurrentCaller current) : IHandler<ConnectOnPaper, Guid>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/elder-watch/paper-devices", (ConnectOnPaper request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(HealthPermissions.Care).WithTags("Elder watch").WithSummary("Connect a device for an elder who agreed on paper 按书面同意启用居家监测");

    private static Problem NoPlan => Problem.NotFound("health.no_care_plan", "没有这份照护计划，或不在您的中心。", "There is no such care plan, or it is not of your centre.");

    public async Task<Result<Guid>> Handle(ConnectOnPaper request, CancellationToken cancel)
    {
        var kind = WatchDevices.Find(request.Kind)!;
        var plan = await db.Scoped<CarePlan>(current.Value.ScopesFor(HealthPermissions.Care)).AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Plan && p.State != PlanState.Ended, cancel);
        if (plan?.Person is not { } person || await traits.Of(person, cancel) is not { IsAlive: true })
            return NoPlan;
        // Its place was asked for with the plan.
        var centre = await db.Unfiltered<CareCentre>().AsNoTracking().SingleAsync(c => c.Code == plan.Centre, cancel);
        var connected = await homes.Connect(person, centre, kind, request.Code, () => Agreed(person, kind), cancel);
        if (connected.Ok)
            await book.TellFamily(person, "elder-watch.paper", ("按书面同意启用了居家监测", "A device was connected by agreement on paper"),
                ("护理员按您签署的书面同意启用了一台居家监测设备。如果不是您的意思，请随时在“居家监测”里撤回或告诉护理员。", "A carer connected a device at home by the sheet that was signed. If that was not meant, withdraw it under Watch at home, or tell a carer."),
                $"watch-paper:{connected.Value:N}", cancel);
        return connected;
    }

    private async Task<Result<Done>> Agreed(Guid person, WatchedKind kind) => await consents.Has(person, kind.Purpose, CancellationToken.None)
        ? Done.It
        : Problem.Conflict("health.watch_no_paper", $"还没有登记本人对“{kind.Name.Zh}”的书面同意：请先在“书面同意”登记签名、见证人和扫描件。", $"No agreement to “{kind.Name.En}” is written down: enter the signed sheet with its witness and scan under Consents on paper first.");
}
