using System.CommandLine;
using Linli.People;
using Linli.Places.Import;
using Linli.Platform.Results;
using Linli.Platform.Tables;
using Linli.Platform.UseCases;

namespace Linli.Server.Commands;

/// <summary><c>linli export</c>: the register or the homes as a table that <c>linli import</c> takes again.</summary>
internal sealed class ExportVerb : IVerb
{
    public Command Build(GlobalOptions global) => new("export", "导出数据 · give out data to files") { People(global), Homes(global) };

    private static Command People(GlobalOptions global)
    {
        var (file, place) = (File(), Place());
        var relation = new Option<HomeRelation?>("--relation") { Description = "只要 owner、tenant 或 family · only owners, tenants or family" };
        var reason = new Option<string?>("--reason")
        {
            Description = "为什么需要完整信息（4–200 字），本人会看到；不填则遮住，未满 14 周岁始终遮住 · why it is needed in full: everybody in it will read it; masked when left out, children under 14 always",
        };
        var command = new Command("people", "导出居民名册 · the register of residents") { file, place, relation, reason };
        command.SetAction(async (line, cancel) =>
        {
            await using var session = await CommandSession.Open(line, global, cancel);
            var output = line.GetValue(file)!;
            var done = await session.Services.GetRequiredService<IRegisterExport>().Export(
                () => Table(output, "名册"), new() { Place = line.GetValue(place), Relation = line.GetValue(relation), Reason = line.GetValue(reason) }, cancel);
            return Told(done, output);
        });
        return command;
    }

    private static Command Homes(GlobalOptions global)
    {
        var (file, place) = (File(), Place());
        var command = new Command("homes", "导出房屋清册 · the homes with area and use") { file, place };
        command.SetAction(async (line, cancel) =>
        {
            await using var session = await CommandSession.Open(line, global, cancel);
            var found = await session.Services.GetRequiredService<UseCaseRunner>().Ask(new ExportHomes(line.GetValue(place)), cancel);
            if (!found.Ok)
                throw ImportPeopleCommand.Failed(found.Problems);
            var output = line.GetValue(file)!;
            await using (var table = Table(output, "房屋"))
                await found.Value.Write(table, cancel);
            return Told(found.Value.Rows.Count, output);
        });
        return command;
    }

    private static Argument<FileInfo> File() => new("FILE") { Description = "要写的文件：.xlsx，否则为 CSV · the file to write: .xlsx, else CSV" };

    private static Option<string?> Place() => new("--place") { Description = "地点的代码或路径，默认全部 · code or path of a place; all of it when left out" };

    private static TableWriter Table(FileInfo file, string sheet) =>
        file.Extension.Equals(".xlsx", StringComparison.OrdinalIgnoreCase) ? TableWriter.Xlsx(file.Create(), sheet) : TableWriter.Csv(file.Create());

    private static int Told(Result<int> done, FileInfo file)
    {
        if (!done.Ok)
            throw ImportPeopleCommand.Failed(done.Problems);
        Say.Line($"[green]✓[/] {done.Value} 行 · rows → {file.FullName}");
        return 0;
    }
}
