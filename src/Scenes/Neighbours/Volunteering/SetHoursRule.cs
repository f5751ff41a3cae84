using Linli.Places;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static Linli.Neighbours.Visits.VisitRules;

namespace Linli.Neighbours.Volunteering;

/// <summary>Says what holds for hours at a place from a day on (R20). What was recorded before stays.</summary>
/// <param name="Place">Code of the community or joined communities.</param>
/// <param name="From">First local day: today or later.</param>
/// <param name="CapHours">1–10,000: what one person stores at most.</param>
/// <param name="ElderAge">50–80: from what age hours are used.</param>
/// <param name="FirstAge">From what age those who live alone come first; not below <paramref name="ElderAge"/>.</param>
/// <param name="Source">Who decided it, and where; 2–200 characters.</param>
internal sealed record SetHoursRule(string? Place, DateOnly From, int CapHours, int ElderAge, int FirstAge, string? Source) : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => $"{Place} {From:yyyy-MM-dd}";

    public IEnumerable<Problem> Problems()
    {
        if (CapHours is < 1 or > 10_000)
            yield return Problem.Invalid("capHours", "volunteer.cap", "上限为 1–10000 小时。", "The cap is 1 to 10,000 hours.");
        if (ElderAge is < 50 or > 80)
            yield return Problem.Invalid("elderAge", "volunteer.elder_age_range", "服务对象年龄为 50–80 周岁起。", "The age is 50 to 80.");
        if (FirstAge < ElderAge || FirstAge > 110)
            yield return Problem.Invalid("firstAge", "volunteer.first_age_range", "优先年龄不低于服务对象年龄。", "The age of those who come first is not below the other.");
        if (Text(Source, 200, "source", "请写明由谁、在哪里决定", "Say who decided it, and where") is { } source)
            yield return source;
    }
}

internal sealed class SetHoursRuleHandler(LinliDb db, CurrentCaller current, IScopeTree tree, TimeProvider time) : IHandler<SetHoursRule, Done>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/volunteering/rules", (SetHoursRule request, UseCaseRunner run, CancellationToken cancel) => run.Answer(request, cancel))
            .Needs(VolunteerPermissions.Desk).WithTags("volunteering").WithSummary("What holds for hours 时间银行规则");

    public async Task<Result<Done>> Handle(SetHoursRule request, CancellationToken cancel)
    {
        if (tree.FindCode(request.Place ?? "") is not { Kind: PlaceKind.Community or PlaceKind.Group } place || !current.Value.May(VolunteerPermissions.Desk, place.Path))
            return Problem.Invalid("place", "visits.place", "请选择您所在的社区。", "Choose a community where you work.");
        if (request.From < LocalTime.Today(time))
            return Problem.Invalid("from", "volunteer.rule_past", "规则从今天或以后开始。", "A rule begins today or later.");
        var now = Clock.Now(time);
        await db.LockUntilCommit($"volunteer.rules.{place.Path}", cancel);
        db.Records<VolunteerRule>().Add(new()
        {
            Id = Guid.CreateVersion7(now), Jurisdiction = place.Path.Value, From = request.From, CapMinutes = request.CapHours * 60, ElderAge = request.ElderAge, FirstAge = request.FirstAge,
            Source = Clean(request.Source, 200), By = current.Value.Account, At = now,
        });
        return Done.It;
    }
}
