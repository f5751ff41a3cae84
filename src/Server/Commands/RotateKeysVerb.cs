using System.CommandLine;
using Linli.Platform.Data;
using Linli.Platform.Security;

namespace Linli.Server.Commands;

/// <summary><c>linli rotate-keys</c>: adds a key that encrypts sensitive fields from the next start on.</summary>
internal sealed class RotateKeysVerb : IVerb
{
    public Command Build(GlobalOptions global)
    {
        var command = new Command("rotate-keys", "更换字段密钥 · add a new key for sensitive fields; used from the next start on");
        command.SetAction(line =>
        {
            var ring = KeyRing.Rotate(new DataFolder(global.Read(line).DataFolder));
            Say.Line($"[green]✓[/] 密钥 {ring.Newest}；重启后生效，请备份 keys/ · key {ring.Newest}: restart to use it, and back keys/ up");
            return 0;
        });
        return command;
    }
}
