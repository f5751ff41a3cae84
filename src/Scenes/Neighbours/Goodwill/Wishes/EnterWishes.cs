using System.Globalization;
using System.Text;
using Linli.Platform.Data;
using Linli.Platform.Http;
using Linli.Platform.Results;
using Linli.Platform.Security;
using Linli.Platform.Tables;
using Linli.Platform.Text;
using Linli.Platform.Time;
using Linli.Platform.UseCases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace Linli.Neighbours.Goodwill.Wishes;

/// <summary>
/// Takes in a school's list (批量录入): the school's own code of each child, stage, grade, size of the grade, wish, price, and the day
/// the guardian signed. No column of a name is read: the school keeps who is who (R38). Lines that are wrong are told apart and
/// left out; those entered before are left as they are.
/// </summary>
/// <param name="Round">Code of the round.</param>
/// <param name="Table">CSV with a heading row.</param>
/// <param name="DryRun">Looks only.</param>
internal sealed record EnterWishes(string Round, string? Table, bool DryRun = false) : ICommand<WishesEntered>, IValidated, IAudited
{
    public const int MostRows = 500;

    public static readonly Problem TooLarge = Problem.Invalid("table", "wishes.table_large", $"一次最多 {MostRows} 行，请分几次录入。", $"At most {MostRows} lines at once: enter it in parts.");

    public string? AuditSubject => Round;

    public IEnumerable<Problem> Problems()
    {
        if (string.IsNullOrWhiteSpace(Table))
            yield return Problem.Invalid("table", "wishes.table_missing", "请选择或粘贴学校的心愿表（CSV）。", "Choose or paste the school's list (CSV).");
        else if (Table.Length > 200_000)
            yield return TooLarge;
    }
}

/// <summary>What became of the lines.</summary>
internal sealed record WishesEntered(int Entered, int Known, IReadOnlyList<RefusedLine> Refused);

/// <summary>A line that was left out.</summary>
internal sealed record RefusedLine(int Line, string? Ref, string Field, Phrase Why);

internal sealed class EnterWishesHandler(LinliDb db, CurrentCaller current, FieldCipher cipher, TimeProvider time) : IHandler<EnterWishes, WishesEntered>, IUseCase
{
    private static readonly TableColumn[] columns =
    [
        new("ref", true, "编号", "学校编号"), new("stage", true, "学段"), new("grade", false, "年级"), new("gradeSize", false, "年级人数", "grade_size"),
        new("wish", true, "心愿"), new("price", true, "价格", "预计价格", "price_yuan"), new("signedOn", true, "监护人签字日期", "signed_on"),
    ];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/wishes/rounds/{round}/list", (string round, EnterWishes request, UseCaseRunner runner, CancellationToken cancel) => runner.Answer(request with { Round = round }, cancel))
            .Needs(GoodwillPermissions.Desk).WithTags("wishes").WithSummary("Enter a school's list of wishes 批量录入心愿");

    public async Task<Result<WishesEntered>> Handle(EnterWishes request, CancellationToken cancel)
    {
        await db.LockUntilCommit($"wishes.round.{request.Round}", cancel);
        if (await db.Scoped<WishRound>(current.Value.ScopesFor(GoodwillPermissions.Desk)).SingleOrDefaultAsync(r => r.Code == request.Round, cancel) is not { } round)
            return WishBook.NoRound;
        var known = (await db.Unfiltered<Wish>().Where(w => w.Round == round.Code && w.Ref != null).Select(w => w.Ref!).ToListAsync(cancel)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (entered, before, refused, now, today) = (0, 0, new List<RefusedLine>(), Clock.Now(time), LocalTime.Today(time));
        try
        {
            using var bytes = new MemoryStream(Encoding.UTF8.GetBytes(request.Table!));
            using var table = TableReader.Open(bytes, [.. columns.SelectMany(c => c.Names.Prepend(c.Field))]);
            var map = ColumnMap.Match(table.Headers, columns);
            if (map.Missing.Count > 0)
                return Problem.Invalid("table", "wishes.table_columns", $"表中缺少这些列：{string.Join('、', map.Missing)}。", $"These columns are missing: {string.Join(", ", map.Missing)}.");
            var lines = 0;
            foreach (var row in table.Rows())
            {
                // Nothing is left out in silence.
                if (++lines > EnterWishes.MostRows)
                    return EnterWishes.TooLarge;
                var line = Read(row, map, round, today);
                if (line.Problem is { } problem)
                    refused.Add(new(row.Number, Short(map.Get(row, "ref")), problem.Field ?? "", problem.Message));
                else if (!known.Add(line.Ref))
                    before++;
                else if (++entered > 0 && !request.DryRun)
                    db.Insert(new Wish
                    {
                        Id = Guid.CreateVersion7(now.AddMilliseconds(entered)), Group = Wish.Child, Scope = round.Scope, Text = cipher.Seal(line.Wish), PublicText = line.Wish, State = WishState.Stated,
                        StatedBy = current.Value.Account ?? Guid.Empty, At = now, Round = round.Code, Ref = line.Ref, Stage = line.Stage, Grade = line.Grade, GradeSize = line.Size, PriceFen = line.Fen,
                        GuardianSignedOn = line.SignedOn,
                    });
            }
        }
        catch (InvalidTableException)
        {
            return Problem.Invalid("table", "wishes.table_unreadable", "这不是完整的表格，请用 CSV 并保留标题行。", "This is no whole table: send CSV with its heading row.");
        }

        return new WishesEntered(entered, before, refused);
    }

    private static Line Read(TableRow row, ColumnMap map, WishRound round, DateOnly today)
    {
        var at = Short(map.Get(row, "ref"));
        if (at.Length is < 2 or > 20 || !at.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            return new() { Problem = Problem.Invalid("ref", "wishes.ref", "学校编号为 2–20 个字母、数字或连字符，不能是姓名。", "The school's code has 2 to 20 letters, digits or hyphens, and is no name.") };
        if (StageOf(map.Get(row, "stage")) is not { } stage)
            return new() { Problem = Problem.Invalid("stage", "wishes.stage", "学段请填幼儿园、小学或初中。", "The stage is kindergarten, primary or middle.") };
        var grade = Number(map.Get(row, "grade"));
        if (!WishRules.GradeFits(stage, grade))
            return new() { Problem = Problem.Invalid("grade", "wishes.grade", "年级：小学 1–6，初中 7–9，幼儿园不填。", "The grade is 1–6 in primary, 7–9 in middle school, and empty in kindergarten.") };
        if (WishRules.Revealing(map.Get(row, "wish"), "wish") is { } revealing)
            return new() { Problem = revealing };
        if (Yuan.Read(map.Get(row, "price")) is not (> 0 and { } fen) || fen > round.MostFen)
            return new() { Problem = Price(round) };
        if (CareWords.ReadDay(map.Get(row, "signedOn")) is not { } signed || signed > today || signed < today.AddYears(-1))
            return new() { Problem = Problem.Invalid("signedOn", "wishes.guardian_missing", "需要监护人一年内签字的同意书，请填签字日期（如 2026-11-03）。", "A guardian must have signed within a year: give the day (such as 2026-11-03).") };
        PlainText.TryCleanLine(map.Get(row, "wish"), 100, out var wish);
        return new() { Ref = at, Stage = stage, Grade = grade, Size = Number(map.Get(row, "gradeSize")), Wish = wish, Fen = fen, SignedOn = signed };
    }

    internal static Problem Price(WishRound round) => Problem.Invalid(
        "price", "wishes.price", $"价格应大于 0、不超过 {Yuan.Short(round.MostFen)} 元。", $"The price is above 0 and at most {Yuan.Short(round.MostFen)} yuan.");

    private static SchoolStage? StageOf(string text) => text.Trim().ToLowerInvariant() switch
    {
        "幼儿园" or "kindergarten" => SchoolStage.Kindergarten,
        "小学" or "primary" => SchoolStage.Primary,
        "初中" or "middle" => SchoolStage.Middle,
        _ => null,
    };

    private static string Short(string text) => text.Trim() is { Length: > 20 } more ? more[..21] : text.Trim();

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private sealed record Line
    {
        public Problem? Problem { get; init; }
        public string Ref { get; init; } = "";
        public SchoolStage Stage { get; init; }
        public int? Grade { get; init; }
        public int? Size { get; init; }
        public string Wish { get; init; } = "";
        public long Fen { get; init; }
        public DateOnly SignedOn { get; init; }
    }
}
