using System.Text.RegularExpressions;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.People.Care;

/// <summary>Adds a group of people who need care, or changes one.</summary>
/// <param name="Code">Small letters, digits and underscores.</param>
/// <param name="NameZh">What people read, 2–30 characters.</param>
/// <param name="NameEn">The same in English.</param>
/// <param name="Hint">What of the register suggests somebody.</param>
/// <param name="MinAge">From which age, where it does.</param>
/// <param name="ReviewMonths">1–36.</param>
/// <param name="Icon">Name of a Tabler icon.</param>
internal sealed partial record KeepCareGroup(string Code, string? NameZh, string? NameEn, CareHint Hint = CareHint.None, int? MinAge = null, int ReviewMonths = 12, string? Icon = null)
    : ICommand<Done>, IValidated, IAudited
{
    public string? AuditSubject => Code;

    public IEnumerable<Problem> Problems()
    {
        if (!Shape().IsMatch(Code ?? ""))
            yield return Problem.Invalid("code", "care.group_code", "代码为 2–30 个小写字母、数字或下划线。", "A code has 2 to 30 small letters, digits or underscores.");
        if (CareRules.Text(NameZh, 30, "nameZh", "请填写中文名称", "Give the Chinese name") is { } zh)
            yield return zh;
        if (CareRules.Text(NameEn, 60, "nameEn", "请填写英文名称", "Give the English name") is { } en)
            yield return en;
        if (Hint != CareHint.None && MinAge is not (>= 1 and <= 120))
            yield return Problem.Invalid("minAge", "care.min_age", "按年龄提示的群体须填写起始年龄（1–120）。", "A group suggested by age needs the age from which (1 to 120).");
        if (ReviewMonths is not (>= 1 and <= 36))
            yield return Problem.Invalid("reviewMonths", "care.review_months", "复核周期为 1–36 个月。", "It is looked at again after 1 to 36 months.");
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{1,29}$")]
    private static partial Regex Shape();
}

/// <summary>All groups, in their order.</summary>
internal sealed record ListCareGroups : IQuery<IReadOnlyList<CareGroupName>>;

internal sealed class KeepCareGroupHandler(LinliDb db) : IHandler<KeepCareGroup, Done>, IHandler<ListCareGroups, IReadOnlyList<CareGroupName>>, IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPut("/care/groups/{code}", (string code, KeepCareGroup request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Code = code }, cancel))
            .Needs(PeoplePermissions.CareGroups).WithTags("care").WithSummary("Add or change a special-care group");
        api.MapGet("/care/groups", (UseCaseRunner runner, CancellationToken cancel) => runner.Answer(new ListCareGroups(), cancel))
            .Needs(PeoplePermissions.Care).WithTags("care").WithSummary("Special-care groups");
    }

    public async Task<Result<Done>> Handle(KeepCareGroup request, CancellationToken cancel)
    {
        var group = await db.Records<CareGroup>().SingleOrDefaultAsync(g => g.Code == request.Code, cancel);
        if (group is null)
            db.Records<CareGroup>().Add(group = new()
            {
                Code = request.Code, NameZh = "", NameEn = "", Icon = "heart", Order = await db.Records<CareGroup>().CountAsync(cancel),
            });
        (group.NameZh, group.NameEn) = (CareRules.Clean(request.NameZh, 30), CareRules.Clean(request.NameEn, 60));
        (group.Hint, group.MinAge, group.ReviewMonths) = (request.Hint, request.Hint == CareHint.None ? null : request.MinAge, request.ReviewMonths);
        group.Icon = request.Icon is { Length: > 0 and <= 40 } icon ? icon : group.Icon;
        return Done.It;
    }

    public async Task<Result<IReadOnlyList<CareGroupName>>> Handle(ListCareGroups request, CancellationToken cancel) => await All(db, cancel);

    internal static async Task<List<CareGroupName>> All(LinliDb db, CancellationToken cancel) =>
        (await db.Records<CareGroup>().AsNoTracking().OrderBy(g => g.Order).ThenBy(g => g.Code).ToListAsync(cancel))
            .ConvertAll(g => new CareGroupName(g.Code, (g.NameZh, g.NameEn), g.Icon, g.Hint != CareHint.None, g.ReviewMonths));
}
