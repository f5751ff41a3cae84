using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Health.Clinics;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderCare;

/// <summary>A centre no longer offers a service (停办项目), such as before it moves: everybody who booked is told and gets their money back.</summary>
/// <param name="Reason">2–200 characters; everybody reads it.</param>
internal sealed record EndCareService(string Reason) : ICommand<Done>, IValidated, IAudited
{
    [JsonIgnore]
    public string Centre { get; init; } = "";

    [JsonIgnore]
    public Guid Service { get; init; }

    public string? AuditSubject => Service.ToString();

    public IEnumerable<Problem> Problems()
    {
        if (ClinicProblems.Line(Reason, 200).Length < 2)
            yield return Problem.Invalid("reason", "health.care_end_reason", "请写明停办原因（2–200 个字），预约的人会看到。", "Say why (2–200 characters): those who booked read it.");
    }
}

internal sealed class EndCareServiceHandler(LinliDb db, IBookings bookings, CurrentCaller current, TimeProvider time) : IHandler<EndCareService, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/care-centres/{code}/services/{id:guid}/end", (string code, Guid id, EndCareService request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Centre = code, Service = id }, cancel))
            .Needs(HealthPermissions.KeepCare).WithTags("Elder care").WithSummary("No longer offer a service 停办项目");

    public async Task<Result<Done>> Handle(EndCareService request, CancellationToken cancel)
    {
        if (await db.Scoped<CareService>(current.Value.ScopesFor(HealthPermissions.KeepCare)).SingleOrDefaultAsync(s => s.Id == request.Service && s.Centre == request.Centre, cancel) is not { } service)
            return Problem.NotFound("health.no_care_service", "没有这个项目，或不在您的范围内。", "There is no such service, or it is not yours.");
        if (service.EndedAt is not null)
            return Done.It;
        var centre = await db.Unfiltered<CareCentre>().AsNoTracking().SingleAsync(c => c.Code == service.Centre, cancel);
        var now = Clock.Now(time);
        var closed = await bookings.Keep(KeepCareServiceHandler.Plan(centre, service) with { Id = service.Offering, Open = false }, cancel);
        if (!closed.Ok)
            return closed.As<Done>();
        foreach (var session in (await bookings.Sessions([service.Offering], now, now.AddYears(2), cancel)).Where(s => s.State == SessionState.Planned && s.Start > now))
            if (await bookings.CancelSession(session.Id, ClinicProblems.Line(request.Reason, 200), cancel) is { Ok: false } refused)
                return refused;
        service.EndedAt = now;
        return Done.It;
    }
}
