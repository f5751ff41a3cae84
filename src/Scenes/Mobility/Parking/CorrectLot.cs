using System.Text.Json.Serialization;
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

namespace Linli.Mobility.Parking;

/// <summary>Sets how many cars are in a lot after somebody counted them (人工校正); stands in the audit log.</summary>
public sealed record CorrectLot : ICommand<Done>, IValidated, IAudited
{
    /// <summary>Code of the lot; in the address.</summary>
    [JsonIgnore]
    public string Lot { get; init; } = "";

    /// <summary>Cars inside, 0 to 100,000.</summary>
    public int Inside { get; init; } = -1;

    /// <summary>Why, 2 to 200 characters.</summary>
    public string Reason { get; init; } = "";

    string? IAudited.AuditSubject => $"{Lot} inside={Inside}";

    IEnumerable<Problem> IValidated.Problems()
    {
        if (Inside is < 0 or > 100_000)
            yield return Problem.Invalid("inside", "mobility.inside_range", "在场车辆数应为 0 到 100000 的整数。", "Cars inside are a whole number from 0 to 100,000.");
        if ((Reason ?? "").Trim().Length is < 2 or > 200)
            yield return Problem.Invalid("reason", "mobility.reason_length", "请用 2–200 个字说明原因，例如“人工清点”。", "Say why in 2 to 200 characters, such as “counted on foot”.");
    }
}

internal sealed class CorrectLotHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<CorrectLot, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/mobility/parking/lots/{code}/correction", (string code, CorrectLot request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Lot = code }, cancel))
            .Needs(MobilityPermissions.Parking).WithSummary("Set how many cars are in a lot 人工校正");

    public async Task<Result<Done>> Handle(CorrectLot request, CancellationToken cancel)
    {
        var now = Clock.Now(time);
        if (await db.Scoped<ParkingLot>(current.Value.ScopesFor(MobilityPermissions.Parking)).AsNoTracking().SingleOrDefaultAsync(l => l.Code == request.Lot, cancel) is not { } lot)
            return GetParkingHandler.Unknown;
        if (request.Inside > lot.Capacity)
            return Problem.Invalid("inside", "mobility.inside_over", $"在场车辆不能多于 {lot.Capacity} 个车位。", $"There cannot be more cars than the {lot.Capacity} bays.");
        if (await db.Records<LotCount>().SingleOrDefaultAsync(c => c.Lot == lot.Code, cancel) is not { } count)
            db.Records<LotCount>().Add(count = new() { Lot = lot.Code, Inside = 0, Day = LocalTime.DateOf(now) });
        db.Insert(new LotCorrection
        {
            Id = Guid.CreateVersion7(now), Lot = lot.Code, Scope = lot.Scope, At = now, Before = count.Inside, After = request.Inside, ByDetectors = false, Reason = request.Reason.Trim(),
            By = current.Value.Account,
        });
        (count.Inside, count.GatesAt) = (request.Inside, now);
        return Done.It;
    }
}

/// <summary>What a desk sees of parking: counts beside what the detectors say, differences, corrections.</summary>
public sealed record ParkingBoard : IQuery<ParkingBoardShown>;

/// <summary>Lots and corrections of the places the caller looks after.</summary>
public sealed record ParkingBoardShown(IReadOnlyList<LotOnBoard> Lots, IReadOnlyList<CorrectionShown> Corrections);

/// <summary>A lot on the board.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Capacity">How many bays.</param>
/// <param name="Inside">Cars inside by the gates.</param>
/// <param name="Free">Capacity less those inside.</param>
/// <param name="Taken">Bays that detectors see taken; <c>null</c> where they do not cover the lot.</param>
/// <param name="Difference">Gates less detectors.</param>
/// <param name="InToday">Cars in since midnight.</param>
/// <param name="OutToday">Cars out since midnight.</param>
/// <param name="UpdatedAt">Last word of the gates, UTC.</param>
/// <param name="Stale">Whether that is too old.</param>
public sealed record LotOnBoard(
    string Code, Phrase Name, int Capacity, int Inside, int Free, int? Taken, int? Difference, int InToday, int OutToday, DateTimeOffset? UpdatedAt, bool Stale);

/// <summary>A correction.</summary>
public sealed record CorrectionShown(string Lot, DateTimeOffset At, int Before, int After, bool ByDetectors, string Reason);

internal sealed class ParkingBoardHandler(LinliDb db, CurrentCaller current, TimeProvider time) : IHandler<ParkingBoard, ParkingBoardShown>, IUseCase
{
    private const int MostCorrections = 50;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/mobility/parking/board", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ParkingBoard(), cancel))
            .Needs(MobilityPermissions.Parking).WithSummary("Counts, detectors and corrections of parking 停车对账");

    public async Task<Result<ParkingBoardShown>> Handle(ParkingBoard request, CancellationToken cancel)
    {
        var (now, places) = (Clock.Now(time), current.Value.ScopesFor(MobilityPermissions.Parking));
        var lots = await db.Scoped<ParkingLot>(places).AsNoTracking().OrderBy(l => l.Code).ToListAsync(cancel);
        var counts = await db.Records<LotCount>().AsNoTracking().ToDictionaryAsync(c => c.Lot, cancel);
        var corrections = await db.Scoped<LotCorrection>(places).AsNoTracking().OrderByDescending(c => c.Id).Take(MostCorrections).ToListAsync(cancel);
        return new ParkingBoardShown(
            [.. lots.Select(l => Show(l, counts.GetValueOrDefault(l.Code), now))], [.. corrections.Select(c => new CorrectionShown(c.Lot, c.At, c.Before, c.After, c.ByDetectors, c.Reason))]);
    }

    private static LotOnBoard Show(ParkingLot lot, LotCount? count, DateTimeOffset now)
    {
        var today = count is not null && count.Day == LocalTime.DateOf(now);
        return new(
            lot.Code, (lot.NameZh, lot.NameEn), lot.Capacity, count?.Inside ?? 0, ParkingRules.Free(lot.Capacity, count?.Inside ?? 0), count?.Taken,
            count?.Taken is { } taken ? count.Inside - taken : null, today ? count!.InToday : 0, today ? count!.OutToday : 0, count?.GatesAt, ParkingRules.IsStale(count?.GatesAt, now));
    }
}
