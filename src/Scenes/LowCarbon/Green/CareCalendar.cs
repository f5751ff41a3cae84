using System.Globalization;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Linli.LowCarbon.Green;

/// <summary>What to do for plants in a month (养护日历), for the climate of the lower Yangtze.</summary>
/// <param name="Month">1 to 12; this month where left out.</param>
/// <param name="Kind">A kind of greenery such as <c>GreenWall</c>, or of balcony plants such as <c>Flowers</c>; all where left out.</param>
internal sealed record CareCalendar(int? Month = null, string? Kind = null) : IQuery<CareTip[]>;

/// <summary>A tip.</summary>
/// <param name="Kind">What it is for.</param>
/// <param name="From">First month.</param>
/// <param name="To">Last month.</param>
/// <param name="Text">What to do.</param>
internal sealed record CareTip(string Kind, int From, int To, Phrase Text);

internal sealed class CareCalendarHandler(TimeProvider time) : IHandler<CareCalendar, CareTip[]>, IUseCase
{
    private static readonly Lazy<CareTip[]> Tips = new(Read);

    /// <summary>Every tip of the year.</summary>
    public static IReadOnlyList<CareTip> All => Tips.Value;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/green/tips", (int? month, string? kind, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new CareCalendar(month, kind), cancel))
            .Needs(Access.Public).WithTags("Green").WithSummary("Care tips by month and kind 养护日历");

    public Task<Result<CareTip[]>> Handle(CareCalendar request, CancellationToken cancel) => Task.FromResult(Answer(request));

    private Result<CareTip[]> Answer(CareCalendar request)
    {
        var month = request.Month ?? LocalTime.Today(time).Month;
        if (month is < 1 or > 12)
            return Problem.Invalid("month", "lowcarbon.month", "月份为 1–12。", "The month is 1 to 12.");
        if (!string.IsNullOrEmpty(request.Kind) && !Array.Exists(Tips.Value, t => t.Kind == request.Kind))
            return Problem.Invalid("kind", "lowcarbon.unknown_kind", "没有这个类型的养护提示。", "There are no tips for this kind.");
        return Tips.Value.Where(t => t.From <= month && month <= t.To && (string.IsNullOrEmpty(request.Kind) || t.Kind == request.Kind)).ToArray();
    }

    private static CareTip[] Read()
    {
        using var stream = typeof(CareCalendarHandler).Assembly.GetManifestResourceStream("care-tips.csv")
            ?? throw new InvalidOperationException("The care tips are missing from the program.");
        using var table = TableReader.Open(stream);
        return [.. table.Rows().Select(r => new CareTip(
            r["kind"], int.Parse(r["from"], CultureInfo.InvariantCulture), int.Parse(r["to"], CultureInfo.InvariantCulture), (r["zh"], r["en"])))];
    }
}
