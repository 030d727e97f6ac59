import type { Text } from './text.ts';

export const contractMessages = {
  'cli.contract': {
    en: 'print the contract with the centre as an AsyncAPI document, or write it with its schemas and examples',
    vi: 'in hợp đồng dữ liệu với trung tâm (AsyncAPI), hoặc ghi ra cùng schema và ví dụ',
  },
  'cli.contract.out': {
    en: 'folder for the AsyncAPI document, one JSON Schema for each message and command, and examples',
    vi: 'thư mục cho tài liệu AsyncAPI, JSON Schema của từng bản tin, từng lệnh, và ví dụ',
  },
  'contract.written': { en: '{files} files are in {folder}', vi: 'đã ghi {files} tệp vào {folder}' },
  'contract.breaks': {
    en: '{folder} holds a contract that this program would break, nothing was written: {problem}',
    vi: 'chương trình này phá vỡ hợp đồng đang có trong {folder}, không ghi gì cả: {problem}',
    hint: {
      en: 'version 1 only grows: give what changed a type of its own (….v2) beside the old one, or write to an empty folder',
      vi: 'phiên bản 1 chỉ được thêm: hãy đặt kiểu mới (….v2) bên cạnh kiểu cũ, hoặc ghi vào thư mục trống',
    },
  },
} as const satisfies Record<string, Text>;
