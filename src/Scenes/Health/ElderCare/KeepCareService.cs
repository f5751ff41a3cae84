using System.Text.Json.Serialization;
using Linli.Bookings;
using Linli.Health.Clinics;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Health.ElderCare;

/// <summary>Adds a service or day care to a centre, on some days of every week (养老服务项目); people of 60 and older book it.</summary>
/// <param name="Kind">A service, or a whole day.</param>
/// <param name="NameZh">Name in Chinese.</param>
/// <param name="Days">Days of the week, Monday 1 to Sunday 7.</param>
/// <param name="From">Begin, local time.</param>
/// <param name="Minutes">How long it lasts, 10 to 720 minutes.</param>
/// <param name="Places">People at a time, 1 to 200.</param>
/// <param name="PriceFen">Price in fen.</param>
/// <param name="NameEn">Name in English.</param>
internal sealed record KeepCareService(CareKind Kind, string NameZh, IReadOnlyList<int> Days, TimeOnly From, int Minutes, int Places, long PriceFen = 0, string? NameEn = null) : ICommand<Guid>, IValidated, IAudited
{
    [JsonIgnore]
    public string Centre { get; init; } = "";

    public string? AuditSubject => Centre;

    public IEnumerable<Problem> Problems()
    {
        if (!Enum.IsDefined(Kind))
            yield return Problem.Invalid("kind", "health.care_kind", "没有这种项目。", "There is no such kind.");
        if (ClinicProblems.Line(NameZh, 40).Length < 2)
            yield return Problem.Invalid("nameZh", "health.name", "请填写名称（2–40 个字）。", "Give a name of 2–40 characters.");
        foreach (var problem in ClinicProblems.Text("nameEn", NameEn, 60))
            yield return problem;
        if (Days is not { Count: > 0 and <= 7 } || Days.Any(d => d is < 1 or > 7))
            yield return Problem.Invalid("days", "health.shift_days", "请选择星期几（1–7）。", "Choose days of the week (1–7).");
        if (Minutes is < 10 or > 720)
            yield return Problem.Invalid("minutes", "health.care_minutes", "每次 10 到 720 分钟。", "It lasts 10 to 720 minutes.");
        if (Places is < 1 or > 200)
            yield return Problem.Invalid("places", "health.care_places", "每次 1 到 200 人。", "1 to 200 people at a time.");
        if (PriceFen is < 0 or > 1_000_000)
            yield return Problem.Invalid("priceFen", "health.care_price", "价格为 0 到 10000 元。", "A price is ¥0 to ¥10,000.");
    }
}

internal sealed class KeepCareServiceHandler(LinliDb db, IBookings bookings, CurrentCaller current, TimeProvider time) : IHandler<KeepCareService, Guid>, IUseCase
{
    private static readonly string[] Days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/care-centres/{code}/services", (string code, KeepCareService request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Centre = code }, cancel))
            .Needs(HealthPermissions.KeepCare).WithTags("Elder care").WithSummary("Add a service or day care 养老服务项目");

    public async Task<Result<Guid>> Handle(KeepCareService request, CancellationToken cancel)
    {
        if (await db.Scoped<CareCentre>(current.Value.ScopesFor(HealthPermissions.KeepCare)).AsNoTracking().SingleOrDefaultAsync(c => c.Code == request.Centre, cancel) is not { } centre)
            return CareWords.NoCentre;
        var zh = ClinicProblems.Line(request.NameZh, 40);
        var service = new CareService
        {
            Id = Guid.CreateVersion7(), Centre = centre.Code, Scope = centre.Scope, Kind = request.Kind, NameZh = zh, NameEn = ClinicProblems.LineOrNothing(request.NameEn, 60) ?? zh, Minutes = request.Minutes, PriceFen = request.PriceFen,
        };
        var kept = await bookings.Keep(
            Plan(centre, service) with
            {
                Capacity = request.Places,
                Times = new(LocalTime.Today(time), request.From, request.Minutes, $"FREQ=WEEKLY;BYDAY={string.Join(',', request.Days.Distinct().Order().Select(d => Days[d - 1]))}", HolidayRule.AsWritten),
            },
            cancel);
        if (!kept.Ok)
            return kept.As<Guid>();
        service.Offering = kept.Value;
        db.Insert(service);
        return service.Id;
    }

    /// <summary>The offering of a service.</summary>
    public static OfferingPlan Plan(CareCentre centre, CareService service) =>
        new(CareParts.Kind.Code, ScopePath.Parse(centre.Scope, null), ClinicProblems.Title($"{centre.NameZh} · {service.NameZh}", $"{centre.NameEn}: {service.NameEn}"),
            CareParts.Kind.Terms with { Prices = service.PriceFen > 0 ? [new BookingPrice(service.PriceFen)] : [] })
        {
            Subject = $"care:{service.Id}", Operator = centre.Operator,
        };
}
