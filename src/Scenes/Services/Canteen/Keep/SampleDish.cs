using System.Text.Json.Serialization;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Text;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Services.Canteen.Keep;

/// <summary>A sample of a dish of today's menu is kept (食品留样, R27; GB 31654-2021): at least 125 g, for 48 hours. The record stays as it is.</summary>
/// <param name="Grams">What the scales say.</param>
/// <param name="Place">Where it stands, 1–40 characters.</param>
public sealed record SampleDish(int Grams, string Place) : ICommand<KeptSample>, IValidated, IAudited
{
    /// <summary>The line of the menu.</summary>
    [JsonIgnore]
    public Guid Line { get; init; }

    string? IAudited.AuditSubject => Line.ToString();

    /// <inheritdoc/>
    public IEnumerable<Problem> Problems()
    {
        if (CanteenRules.SampleFault(Grams) is { } fault)
            yield return fault;
        if (!PlainText.TryCleanLine(Place, 40, out var place) || place.Length == 0)
            yield return Problem.Invalid("place", "canteen.sample_place", "请写明放在哪里，例如 留样柜 2 层。", "Say where it stands, such as fridge 2, shelf 1.");
    }
}

/// <summary>A sample that is kept.</summary>
/// <param name="Grams">How much.</param>
/// <param name="Place">Where.</param>
/// <param name="At">Since when, UTC.</param>
/// <param name="KeepUntil">Until when at least, UTC.</param>
public sealed record KeptSample(int Grams, string Place, DateTimeOffset At, DateTimeOffset KeepUntil);

internal sealed class SampleDishHandler(LinliDb db, CanteenTill till, CurrentCaller current) : IHandler<SampleDish, KeptSample>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/canteen/menus/{line:guid}/sample", (Guid line, SampleDish request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request with { Line = line }, cancel))
            .Needs(CanteenPermissions.Sell).WithTags("Canteen").WithSummary("Keep a sample of a dish 食品留样");

    public async Task<Result<KeptSample>> Handle(SampleDish request, CancellationToken cancel)
    {
        if (await db.Scoped<MenuLine>(current.Value.ScopesFor(CanteenPermissions.Sell)).AsNoTracking().SingleOrDefaultAsync(l => l.Id == request.Line, cancel) is not { } line)
            return Problem.NotFound("canteen.no_line", "菜单上没有这道菜，或不在您的食堂。", "This dish is not on the menu, or not of your canteen.");
        if (line.Day != till.Today)
            return Problem.Conflict("canteen.sample_day", "留样在供餐当天、菜做好以后进行。", "A sample is kept of what was cooked, on the day itself.");
        await db.LockUntilCommit($"canteen.sample.{line.Id:N}", cancel);
        PlainText.TryCleanLine(request.Place, int.MaxValue, out var place);

        // In reach: the line is.
        if (await db.Unfiltered<CanteenSample>().AsNoTracking().SingleOrDefaultAsync(s => s.Line == line.Id, cancel) is { } known)
            return known.Grams == request.Grams && known.Place == place
                ? known.Kept : Problem.Conflict("canteen.sample_taken", "这道菜已经留样，记录不能改。", "A sample of this dish is kept already: the record stays.");
        var sample = new CanteenSample
        {
            Id = Guid.CreateVersion7(till.Now), Line = line.Id, Site = line.Site, Scope = line.Scope, Day = line.Day, Grams = request.Grams, Place = place, At = till.Now, By = current.Value.Account,
        };
        db.Insert(sample);
        return sample.Kept;
    }
}
